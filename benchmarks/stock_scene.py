"""Writes stock_scene.ipynb: `python -m benchmarks.stock_scene`."""

from __future__ import annotations

from pathlib import Path

import nbformat

NOTEBOOK = Path(__file__).with_name("stock_scene.ipynb")

PROSE = """\
# A play with plain ipywidgets

The same story and the same screens as the kit's own page (what went before, what one means to hold to, the scenes),
played by the same engine, shown with `HTML`, `Checkbox`, `RadioButtons` and `Button` under the template that Voilà uses by default. `make bench` measures the kit's page beside this one.
"""

CODE = """\
import os
from html import escape

import ipywidgets as widgets

from coachkit.content.library import Library
from coachkit.engine import offered, start, step, story_of

entry = Library.default().entry(os.environ.get("COACHKIT_BENCH_SCENARIO", "curiosity"))
story = story_of(entry)
state = start(story)
text = widgets.HTML()
choices = widgets.RadioButtons(layout={"width": "max-content"})
button = widgets.Button(description="Choose")
context = widgets.HTML(f"<h1>{escape(entry.scenario.title)}</h1><p>{escape(entry.scenario.context)}</p>")
begin = widgets.Button(description="Begin")
intents = [widgets.Checkbox(description=p.title, indent=False) for p in entry.frameworks.principles.values()]
go_on = widgets.Button(description="Go on")
page = widgets.VBox([context, begin])


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


def anticipate(_):
    page.children = [*intents, go_on]


def enact(_):
    show()
    page.children = [text, choices, button]


begin.on_click(anticipate)
go_on.on_click(enact)
button.on_click(choose)
page
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
