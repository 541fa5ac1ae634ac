"""The widget: hears messages, ignores writes, and never logs what a person wrote."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from ui.fixtures import ANTICIPATE_PLAY, CONTEXT_PLAY, FIRST_SCENE_PLAY, FakePlay

from coachkit.ui.play import play_view
from coachkit.ui.tree import as_html
from coachkit.ui.view import FAILED, PLAY
from coachkit.ui.widget import STATIC, PlayWidget


def _widget(play: FakePlay = CONTEXT_PLAY) -> PlayWidget:
    return PlayWidget(play)  # type: ignore[arg-type]  # FakePlay has what the widget reads


def _tell(widget: PlayWidget, content: Any) -> dict[str, Any]:
    widget._handle_custom_msg(content, [])
    return dict(widget.view)


def test_its_text_form_says_what_it_is() -> None:
    assert repr(_widget()) == "Scenario 'curiosity': 11 scenes, 5 endings"


def test_its_bundle_has_the_widget_the_text_and_the_first_view_as_html() -> None:
    data, _ = _widget()._repr_mimebundle_()
    assert data["text/plain"] == "Scenario 'curiosity': 11 scenes, 5 endings"
    assert data["text/html"] == f'<div class="coachkit">{as_html(play_view(CONTEXT_PLAY))}</div>'  # type: ignore[arg-type]
    assert "model_id" in data["application/vnd.jupyter.widget-view+json"]


def test_a_message_moves_the_play_and_numbers_the_view() -> None:
    widget = _widget()
    view = _tell(widget, {"do": "begin"})
    assert (view["n"], view["phase"], view["focus"]) == (2, "anticipate", "curiosity-anticipate")


def test_hello_gets_the_same_view_under_a_new_number() -> None:
    widget = _widget()
    first = dict(widget.view)
    view = _tell(widget, {"do": "hello"})
    assert view == {**first, "n": 2}


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "begin",
        [],
        {},
        {"do": None},
        {"do": "choose", "at": 0, "choice": "begin"},
        {"do": "rewind", "to": -1},
        {"do": "begin "},
    ],
)
def test_a_message_that_does_not_fit_changes_nothing_and_is_answered(content: Any) -> None:
    widget = _widget()
    first = dict(widget.view)
    view = _tell(widget, content)
    assert view == {**first, "n": 2, "status": PLAY.refused}


def test_what_the_browser_writes_is_ignored_and_answered_by_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = _widget()
    true = dict(widget.view)
    sent: list[Any] = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: sent.append(message))
    widget.set_state({"view": {"score": 999}, "_esm": "alert(1)", "unknown": 1})
    assert widget.view == true
    assert [message["method"] for message in sent] == ["update"]
    assert set(sent[0]["state"]) == {"view", "_esm"}
    assert sent[0]["state"]["view"] == true
    assert "alert(1)" not in sent[0]["state"]["_esm"]


def test_a_write_of_nothing_we_have_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = _widget()
    sent: list[Any] = []
    monkeypatch.setattr(widget, "_send", lambda message, buffers=None: sent.append(message))
    widget.set_state({"unknown": 1})
    assert sent == []


class Breaking(FakePlay):
    """A play with a fault in it, of the kind that quotes its input."""

    def handle(self, event: Any) -> FakePlay:
        raise ValueError(f"cannot read {event!r}")


def test_a_fault_is_told_plainly_and_logged_without_a_word_of_the_person(caplog: pytest.LogCaptureFixture) -> None:
    fields = {name: getattr(FIRST_SCENE_PLAY, name) for name in FakePlay.__dataclass_fields__}
    widget = _widget(Breaking(**fields))
    with caplog.at_level(logging.DEBUG):
        view = _tell(widget, {"do": "choose", "at": 0, "choice": "a private word"})
    assert (view["n"], view["status"], view["phase"]) == (2, FAILED, "enact")
    assert "ValueError" in caplog.text
    assert "test_widget.py" in caplog.text
    assert "private" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)


def test_a_fault_in_drawing_leaves_the_play_where_it_was() -> None:
    broken = replace(ANTICIPATE_PLAY, context=replace(ANTICIPATE_PLAY.context, principles=(None,)))  # type: ignore[arg-type]
    widget = _widget(replace(broken, phase="context"))
    assert _tell(widget, {"do": "begin"})["phase"] == "context"
    assert widget.view["status"] == FAILED


def test_the_two_files_stay_small() -> None:
    assert sum((STATIC / name).stat().st_size for name in ("kit.js", "kit.css")) < 30_000
