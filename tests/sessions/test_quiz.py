"""The quiz: what is shown, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sessions.quizzes import DAY, answered, by_the_key, fresh, shipped, taken

from coachkit.content.library import Library, content_folder
from coachkit.errors import EventRefused
from coachkit.sessions.quiz import CHANGED, DIFFERENT, FORGOTTEN, FULL, GONE, Quiz
from coachkit.sessions.takes import seen


def first_item(seed: int = 1) -> Quiz:
    return fresh(seed).handle({"do": "begin", "kind": "quiz"}).handle({"do": "predict"})


def answer(quiz: Quiz, **changes: object) -> dict[str, object]:
    assert quiz.item is not None
    most, least, *_ = quiz.item.item.options
    return {"do": "answer", "item": quiz.item.item.id, "most": most, "least": least, **changes}


def test_a_take_goes_from_the_front_to_its_result() -> None:
    quiz = fresh()
    pages = [quiz.page]
    for event in ({"do": "begin", "kind": "quiz"}, {"do": "predict", "stage": "leading"}):
        quiz = quiz.handle(event)
        pages.append(quiz.page)
    done = answered(quiz, by_the_key)

    assert (pages, done.page) == (["front", "predict", "item"], "result")
    assert done.take is not None
    assert (done.take.predicted, done.take.finished, len(done.take.answers)) == ("leading", DAY, 18)


def test_an_item_counts_as_seen_as_soon_as_it_is_shown() -> None:
    quiz = first_item()

    assert quiz.take is not None
    assert quiz.item is not None
    assert seen(quiz.log, quiz.take.id) == {quiz.item.item.id}


def test_nothing_is_shown_before_the_prediction() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "quiz"})

    assert quiz.take is not None
    assert quiz.take.shown == ()


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"do": "predict", "stage": "master"},
        {"do": "begin", "kind": "quiz"},
        {"do": "finish"},
        {"do": "go-on"},
        {"do": "open", "take": "nobody"},
        {"do": "forget", "take": 7},
        {"do": "answer"},
        {"do": "answer", "item": "nowhere", "most": "a", "least": "b"},
        {"do": "answer", "item": ["nowhere"], "most": ["a"], "least": {}},
        {"do": "resume", "saved": {"v": 1, "acts": None}},
    ],
)
def test_what_does_not_fit_is_refused(event: object) -> None:
    with pytest.raises(EventRefused):
        first_item().handle(event)


def test_an_answer_to_an_item_that_was_not_shown_is_refused() -> None:
    quiz = first_item()
    later = shipped().items[quiz.order[5]].item

    with pytest.raises(EventRefused):
        quiz.handle(answer(quiz, item=later.id, most=next(iter(later.options))))


def test_one_option_cannot_be_both_and_a_word_says_so() -> None:
    quiz = first_item()
    most = answer(quiz)["most"]

    for wrong in ({"least": most}, {"least": None}, {"most": None}):
        told = quiz.handle(answer(quiz, **wrong))
        assert (told.notice, told.log, told.at) == (DIFFERENT, quiz.log, 0)


def test_an_answer_sent_twice_counts_once() -> None:
    quiz = first_item()
    once = quiz.handle(answer(quiz))
    twice = once.handle(answer(quiz))

    assert once.take is not None
    assert twice.take is not None
    assert (twice.take.answers, twice.at) == (once.take.answers, 1)


def test_an_answer_that_comes_late_changes_its_own_item_only() -> None:
    quiz = first_item()
    other = list(quiz.item.item.options)[2] if quiz.item else ""
    on = quiz.handle(answer(quiz))
    late = on.handle(answer(quiz, most=other))

    assert late.take is not None
    assert late.take.answers[quiz.order[0]][0] == other
    assert late.at == 1


def test_one_may_go_back_and_change_an_answer_until_the_result_is_read() -> None:
    quiz = first_item()
    on = quiz.handle(answer(quiz))
    back = on.handle({"do": "back"})

    assert (back.at, back.handle({"do": "go-on"}).at) == (0, 1)
    assert back.handle(answer(quiz, most=list(quiz.item.item.options)[3])).at == 1  # type: ignore[union-attr]
    with pytest.raises(EventRefused):
        taken(by_the_key).handle({"do": "back"})


def test_a_changed_answer_can_be_changed_back() -> None:
    quiz = first_item()
    other = answer(quiz, most=list(quiz.item.item.options)[2])  # type: ignore[union-attr]
    back = quiz.handle(answer(quiz)).handle(other).handle(answer(quiz))

    assert back.take is not None
    assert back.take.answers[quiz.order[0]][0] == answer(quiz)["most"]


def test_a_half_finished_take_goes_on_at_its_very_item() -> None:
    quiz = first_item()
    quiz = quiz.handle(answer(quiz))
    quiz = quiz.handle(answer(quiz))

    again = fresh(9).handle({"do": "resume", "saved": quiz.saved()})

    assert (again.page, again.at, again.order) == ("item", 2, quiz.order)
    assert again.take == quiz.take


def test_a_take_goes_on_when_words_have_changed_and_says_so() -> None:
    quiz = first_item()
    saved = quiz.saved()
    saved["acts"][0][5] = "otherhash"

    again = fresh().handle({"do": "resume", "saved": saved})

    assert (again.page, again.notice) == ("item", CHANGED)


def test_a_take_with_items_that_are_gone_is_kept_and_said_to_be() -> None:
    quiz = first_item()
    saved = quiz.saved()
    saved["acts"].append(["answer", saved["acts"][0][1], "an-item-of-old", 1, "a", "b"])

    again = fresh().handle({"do": "resume", "saved": saved})
    told = again.handle({"do": "open", "take": saved["acts"][0][1]})

    assert (again.page, again.unfinished, len(again.stranded), told.notice) == ("front", (), 1, GONE)
    assert told.saved()["acts"] == saved["acts"]


def test_a_result_of_an_unknown_version_is_kept_and_said_to_be() -> None:
    saved = taken(by_the_key).saved()
    saved["acts"][-1][3] = 99

    again = fresh().handle({"do": "resume", "saved": saved})

    assert again.handle({"do": "open", "take": saved["acts"][0][1]}).notice == GONE


def test_three_takes_in_a_row_share_no_item() -> None:
    quiz, forms = fresh(), []
    for _ in range(3):
        quiz = taken(by_the_key, quiz.handle({"do": "home"}) if quiz.open else quiz)
        assert quiz.take is not None
        forms.append(set(quiz.take.answers))

    assert not forms[0] & forms[1]
    assert not forms[1] & forms[2]
    assert not forms[0] & forms[2]


def test_a_dropped_take_is_not_repeated_at_once() -> None:
    quiz = first_item()
    assert quiz.take is not None
    form, forget = quiz.take.form, {"do": "forget", "take": quiz.take.id}
    dropped = quiz.handle({"do": "home"}).handle(forget).handle(forget)

    again = dropped.handle({"do": "begin", "kind": "quiz"})

    assert again.take is not None
    assert again.take.form != form


def test_a_warm_up_says_its_key_after_each_answer_and_places_nobody() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "warm-up"})
    pages = []
    for _ in range(6):
        quiz = quiz.handle(answer(quiz))
        pages.append(quiz.page)
        on = "home" if len(pages) == 6 else "go-on"
        quiz = quiz.handle({"do": on})

    assert pages == ["feedback"] * 6
    assert (quiz.page, quiz.unfinished, quiz.done) == ("front", (), ())
    with pytest.raises(EventRefused):
        quiz.handle({"do": "open", "take": quiz.takes[0].id})


def test_the_next_warm_up_has_other_situations_and_none_of_a_form() -> None:
    first = fresh().handle({"do": "begin", "kind": "warm-up"})
    second = first.handle({"do": "home"}).handle({"do": "begin", "kind": "warm-up"})
    forms = shipped().forms
    assert forms is not None
    in_forms = {name for ids in forms.forms.values() for name in ids}

    assert not set(first.order) & set(second.order)
    assert not (set(first.order) | set(second.order)) & in_forms


def test_in_a_warm_up_an_answer_stands_once_its_key_was_read() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "warm-up"})
    first = answer(quiz)
    on = quiz.handle(first).handle({"do": "go-on"})

    again = on.handle({**first, "most": list(quiz.item.item.options)[3]})  # type: ignore[union-attr]

    assert again.take is not None
    assert again.take.answers[quiz.order[0]] == (first["most"], first["least"])


def test_when_the_memory_is_full_a_word_says_so_and_nothing_is_lost() -> None:
    quiz = fresh()
    while quiz.notice != FULL:
        quiz = taken(by_the_key, quiz).handle({"do": "home"}).handle({"do": "begin", "kind": "quiz"})
        if quiz.notice != FULL:
            assert quiz.take is not None
            forget = {"do": "forget", "take": quiz.take.id}
            quiz = quiz.handle({"do": "home"}).handle(forget).handle(forget)

    assert len(quiz.done) > 8
    forget = {"do": "forget", "take": quiz.takes[0].id}
    freed = quiz.handle(forget).handle(forget)
    assert freed.handle({"do": "begin", "kind": "quiz"}).page == "predict"


def test_with_broken_files_nothing_is_taken_and_nothing_is_lost(tmp_path: Path) -> None:
    saved = taken(by_the_key).saved()
    (tmp_path / "quiz").mkdir()
    broken = Quiz.of(Library(tmp_path, content_folder() / "frameworks"))

    resumed = broken.handle({"do": "resume", "saved": saved})

    assert (broken.page, resumed.page) == ("broken", "broken")
    assert resumed.saved() == saved
    with pytest.raises(EventRefused):
        resumed.handle({"do": "begin", "kind": "quiz"})


def test_restart_forgets_it_all() -> None:
    assert taken(by_the_key).handle({"do": "restart"}).saved() == {"v": 1, "acts": []}


def test_a_second_tab_that_began_the_same_form_goes_on_with_the_first_one() -> None:
    one = first_item(3)
    other = fresh(3)
    twin = replace(other, draw=lambda: 77).handle({"do": "begin", "kind": "quiz"})
    while twin.take is None or one.take is None or twin.take.form != one.take.form:
        twin = other.handle({"do": "begin", "kind": "quiz"})

    joined = replace(twin, log=((*twin.log[0][:1], "twin", *twin.log[0][2:]),), open="twin").handle(
        {"do": "resume", "saved": one.saved()}
    )

    assert joined.take == one.take


def test_forgetting_asks_once_more_and_can_be_left() -> None:
    quiz = taken(by_the_key).handle({"do": "home"})
    forget = {"do": "forget", "take": quiz.takes[0].id}
    asked = quiz.handle(forget)

    assert (asked.sure, asked.takes) == (quiz.takes[0].id, quiz.takes)
    assert asked.handle({"do": "keep"}).sure is None
    gone = asked.handle(forget)
    assert (gone.takes, gone.notice) == ((), FORGOTTEN)


def test_a_half_done_quiz_is_offered_after_a_warm_up_too() -> None:
    quiz = first_item().handle({"do": "home"}).handle({"do": "begin", "kind": "warm-up"}).handle({"do": "home"})

    assert [take.kind for take in quiz.unfinished] == ["warm-up", "quiz"]


def test_a_take_of_another_day_waits_on_the_front() -> None:
    saved = first_item().saved()
    later = replace(fresh(), today=lambda: date(2027, 3, 1)).handle({"do": "resume", "saved": saved})

    assert (later.page, len(later.unfinished)) == ("front", 1)


def test_a_take_is_scored_by_the_key_in_force_when_it_is_finished() -> None:
    bank = shipped()
    assert bank.current is not None
    later = replace(bank, versions={**bank.versions, 2: bank.current.model_copy(update={"version": 2})})
    begun = first_item()

    done = answered(replace(begun, bank=later), by_the_key)

    assert done.take is not None
    assert done.take.version == 2


def test_what_a_later_kit_kept_is_carried_and_not_touched() -> None:
    saved = {"v": 2, "takes": [{"anything": "at all"}]}

    quiz = fresh().handle({"do": "resume", "saved": saved})

    assert (quiz.page, quiz.saved()) == ("broken", saved)
    assert quiz.handle({"do": "restart"}).page == "front"


def test_back_and_on_go_one_situation_at_a_time() -> None:
    quiz = first_item()
    for _ in range(3):
        quiz = quiz.handle(answer(quiz))
    back = quiz.handle({"do": "back"}).handle({"do": "back"})

    assert [back.at, back.handle({"do": "go-on"}).at, back.handle({"do": "go-on"}).handle({"do": "go-on"}).at] == [
        1,
        2,
        3,
    ]
