"""A stand-in for coachkit.ui.widget: the same messages, a play of a few lines, nothing of coaching."""

from __future__ import annotations

import sys
from typing import Any

import anywidget
import traitlets

from coachkit.ui.tree import as_html, as_json, h


class Stub(anywidget.AnyWidget):
    """Counts what was chosen."""

    _esm = "export default {render() {}}"
    view = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        self._choices: list[str] = []
        self._n = 1
        super().__init__(view=self._made(""))
        self.on_msg(self._receive)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        self.send_state({name for name in sync_data if name in self.keys})

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": f'<div class="coachkit">{as_html(self._tree())}</div>'}, metadata

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("do") == "choose" and content.get("at") == len(self._choices):
            self._choices.append(str(content["choice"]))
        elif content.get("do") == "complain":
            print("a complaint of the widget", file=sys.stderr)
        elif content.get("do") == "resume":
            self._choices = [str(choice) for _, choice in content["saved"]["acts"]]
        self._n += 1
        self.view = self._made(f"{len(self._choices)} chosen.")

    def _tree(self) -> Any:
        at = len(self._choices)
        radios = [
            h(
                "label",
                {"for": f"c-{one}"},
                h("input", {"type": "radio", "name": "choice", "value": one, "id": f"c-{one}", "required": True}),
                one,
            )
            for one in ("ask", "tell")
        ]
        return h(
            "div",
            None,
            h("h1", None, "A stub play"),
            h("p", {"id": "count"}, f"Chosen so far: {', '.join(self._choices) or 'nothing'}"),
            h(
                "form",
                {"data-send": {"do": "choose", "at": at}, "novalidate": True},
                h("fieldset", {"data-missing": "Please choose."}, h("legend", None, "What do you say?"), radios),
                h("p", {"role": "alert"}),
                h("button", {"type": "submit"}, "Choose"),
            ),
        )

    def _made(self, status: str) -> dict[str, Any]:
        return {
            "v": 1,
            "n": self._n,
            "tree": as_json(self._tree()),
            "focus": None,
            "status": status,
            "saved": {"acts": [["choose", one] for one in self._choices]},
            "key": "coachkit:play:stub",
            "phase": "enact",
            "lang": "en",
            "dir": "ltr",
        }
