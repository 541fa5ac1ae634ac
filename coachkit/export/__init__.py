"""The ways out: a scenario as one page that needs no server, and all of them as a site."""

from coachkit.export.files import ExportFailed
from coachkit.export.guide import guide_page, write_guide
from coachkit.export.pages import page, write_page
from coachkit.export.site import write_site

__all__ = ["ExportFailed", "guide_page", "page", "write_guide", "write_page", "write_site"]
