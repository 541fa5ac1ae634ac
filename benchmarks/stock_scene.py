"""Writes stock_scene.ipynb: `python -m benchmarks.stock_scene`."""

from __future__ import annotations

from pathlib import Path

import nbformat

NOTEBOOK = Path(__file__).with_name("stock_scene.ipynb")

PROSE = """\
# One scene with plain ipywidgets

The same story as the kit's own page, played by the same engine, shown with `HTML`, `RadioButtons` and `Button`
under the template that Voilà uses by default. `make bench` measures the kit's page beside this one.
"""

CODE = """\
import os
from html import escape

import ipywidgets as widgets

from coachkit.content.library import Library
from coachkit.engine import offered, start, step, story_of

story = story_of(Library.default().entry(os.environ.get("COACHKIT_BENCH_SCENARIO", "curiosity")))
state = start(story)
text = widgets.HTML()
choices = widgets.RadioButtons(layout={"width": "max-content"})
button = widgets.Button(description="Choose")


def show():
    moments = {**story.scenario.scenes, **story.scenario.endings}
    moment = moments[state.place]
    choices.options = [(choice.text, cid) for cid, choice in offered(story, state).items()]
    choices.index = None
    button.disabled = state.ended
    text.value = f"<h2>{escape(moment.title)}</h2><p>{escape(moment.text)}</p>"


def choose(_):
    global state
    if choices.value is not None:
        state = step(story, state, choices.value).after
        show()


button.on_click(choose)
show()
widgets.VBox([text, choices, button])
"""


def main() -> None:
    """Write the notebook, not run: Voilà runs it for each visitor."""
    cells = [
        nbformat.v4.new_markdown_cell(PROSE.strip(), id="prose"),
        nbformat.v4.new_code_cell(CODE.strip(), id="scene"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), NOTEBOOK)


if __name__ == "__main__":
    main()
