"""What `coachkit preview` serves: one page, made for the scenario that is being written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat

from coachkit.content import Library
from coachkit.serve.start import start

PAGE = "preview.ipynb"


def preview(scenario: str, port: int | None = None, open_browser: bool = True) -> None:
    """Serve the bench of that scenario, an id or a folder, until interrupted.

    Raises UnknownScenario with the ids there are, and CoachkitError if the server cannot be started.
    """
    folder = Library.default().folder_of(scenario)
    with tempfile.TemporaryDirectory(prefix="coachkit-preview-") as place:
        notebook = nbformat.v4.new_notebook(
            metadata={"title": f"Draft: {folder.name}", "kernelspec": {"name": "python3", "display_name": "Python 3"}},
            cells=[nbformat.v4.new_code_cell(f"from coachkit import draft\n\ndraft({str(folder)!r})")],
        )
        nbformat.write(notebook, Path(place) / PAGE)
        start(port, open_browser, notebooks=Path(place), front=f"voila/render/{PAGE}")
