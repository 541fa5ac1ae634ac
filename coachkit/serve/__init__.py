"""Serving the notebooks as apps. Import what is needed from the modules: the server itself is slow to import."""
