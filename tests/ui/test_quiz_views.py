"""The quiz's pages as elements: what they say, and above all what they do not say yet."""

from __future__ import annotations

import json

import pytest
from sessions.quizzes import by_the_key, fresh, shipped, taken
from sessions.test_result import blind

from coachkit.content.bank import Keyed
from coachkit.sessions.growth import Growth
from coachkit.sessions.quiz import Quiz
from coachkit.sessions.takes import Take
from coachkit.ui.growth import growth_view
from coachkit.ui.growth_widget import GrowthWidget
from coachkit.ui.quiz import quiz_view
from coachkit.ui.quiz_widget import QuizFace, QuizWidget
from coachkit.ui.tree import as_html, as_text


def text_of(quiz: Quiz) -> str:
    return as_text(quiz_view(quiz))


def keyed_words() -> set[str]:
    """The first line of every rationale and dissent: none may stand in a page that did not need it."""
    options = [option for one in shipped().items.values() for option in one.key.options.values()]
    return {text.splitlines()[0] for option in options for text in (option.rationale, option.dissent)}


def view_of(quiz: Quiz) -> str:
    return json.dumps(QuizFace().first_view(quiz), ensure_ascii=False)


def test_no_key_reaches_the_browser_before_the_answer_is_in() -> None:
    words = {json.dumps(line, ensure_ascii=False)[1:-1] for line in keyed_words()}
    quiz = fresh()
    seen = [view_of(quiz)]
    quiz = quiz.handle({"do": "begin", "kind": "quiz"})
    seen.append(view_of(quiz))
    quiz = quiz.handle({"do": "predict"})
    while quiz.page == "item":
        seen.append(view_of(quiz))
        assert quiz.item is not None
        assert quiz.take is not None
        most, least = by_the_key(quiz.item, quiz.take)
        quiz = quiz.handle({"do": "answer", "item": quiz.item.item.id, "most": most, "least": least})
    seen.append(view_of(quiz))

    assert len(seen) == 21
    assert not [line for view in seen for line in words if line in view]
    assert [line for line in words if line in view_of(quiz.handle({"do": "finish"}))]


def test_a_warm_up_shows_the_key_of_the_answered_item_alone() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "warm-up"})
    before = text_of(quiz)
    assert quiz.item is not None
    assert quiz.take is not None
    most, least = by_the_key(quiz.item, quiz.take)
    after = text_of(quiz.handle({"do": "answer", "item": quiz.item.item.id, "most": most, "least": least}))

    own = {option.dissent.splitlines()[0] for option in quiz.item.key.options.values()}
    shown = {line for line in keyed_words() if line in after}
    assert not {line for line in keyed_words() if line in before}
    assert own <= shown
    assert len(shown) == 8
    assert "as the key does" in after


def test_the_order_of_options_differs_from_take_to_take() -> None:
    orders = set()
    for seed in range(12):
        quiz = fresh(seed).handle({"do": "begin", "kind": "quiz"}).handle({"do": "predict"})
        assert quiz.take is not None
        item = shipped().items["by-the-bins"].item
        orders.add(quiz.take.options(item.id, item.options))

    assert len(orders) > 6


def test_the_front_says_what_the_quiz_is_and_is_not() -> None:
    text = text_of(fresh())
    stages = shipped().stages

    for words in ("not for appraisal", "validated", "STRIVE", "not affiliated"):
        assert words in text.replace("\n", " ")
    assert all(stage.case.title in text for stage in stages.stages.values())


def test_a_result_says_that_it_is_formative_where_it_is_read() -> None:
    text = text_of(taken(by_the_key))

    assert "formative" in text
    assert "Before you began you guessed Intentional. Your answers speak for the same." in text
    assert "not calibrated" in text
    assert text.index("What your answers speak for") < text.index("Situation by situation")


def test_a_result_names_no_number_of_the_person() -> None:
    quiz = taken(by_the_key)
    assert quiz.take is not None
    head = text_of(quiz).split("Situation by situation")[0]

    assert not any(word in head for word in ("%", "percent", "points", "rank"))
    assert not [word for word in head.split() if word.replace(".", "").isdigit() and "." in word]


def test_blind_answers_are_told_that_they_say_nothing() -> None:
    text = text_of(taken(blind(3)))

    assert "cannot be told from guessing" in text
    assert "What to try next" not in text


def test_the_gates_stand_before_the_band() -> None:
    def unsafe(item: Keyed, take: Take) -> tuple[str, str]:
        most, least = by_the_key(item, take)
        return (least, most) if item.key.safeguarding or item.key.block == "compassion" else (most, least)

    text = text_of(taken(unsafe))

    assert text.index("Someone may have been left in danger") < text.index("Likeliest are these two")
    assert text.index("Compassion did not show") < text.index("Likeliest are these two")


def test_a_broken_quiz_says_so_in_plain_words() -> None:
    assert "nothing is lost" in text_of(Quiz(None))
    assert "nothing is lost" in as_text(growth_view(Growth(Quiz(None))))


def test_an_unfinished_take_is_offered_first() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "quiz"}).handle({"do": "predict"}).handle({"do": "home"})

    assert "You began a quiz on 22 November 2026: 0 of 18 answered." in text_of(quiz)


def test_the_growth_page_shows_each_take_in_the_picture_and_in_the_table() -> None:
    one = taken(by_the_key)
    two = taken(by_the_key, one.handle({"do": "home"}))
    html = as_html(growth_view(Growth(two)))

    assert html.count('class="ck-take"') == 2
    assert html.count("<tr") == 3
    assert "Within what a second take shows by chance." in html
    assert "Your last two takes together speak for" in html


def test_the_widgets_say_what_they_are() -> None:
    assert repr(QuizWidget(fresh())) == "Mastery quiz: 66 situations, 3 forms"
    assert repr(GrowthWidget(Growth(fresh()))).startswith("My growth")


@pytest.mark.parametrize("event", [{"do": "begin", "kind": "quiz"}, {"do": "begin", "kind": "warm-up"}])
def test_focus_goes_to_the_new_page_s_heading(event: dict[str, str]) -> None:
    before = fresh()
    after = before.handle(event)

    view = QuizFace().next_view(before, after, 2)

    assert view["focus"] == ("quiz-predict" if event["kind"] == "quiz" else "quiz-item")
    assert view["joins"] is True


def test_the_growth_page_hides_no_gate() -> None:
    def unsafe(item: Keyed, take: Take) -> tuple[str, str]:
        most, least = by_the_key(item, take)
        return (least, most) if item.key.safeguarding or item.key.block == "compassion" else (most, least)

    text = as_text(growth_view(Growth(taken(unsafe))))

    assert "Someone may have been left in danger." in text
    assert "Compassion did not show." in text


def test_takes_that_cannot_be_read_are_said_to_be_kept() -> None:
    quiz = taken(by_the_key)
    saved = quiz.saved()
    saved["acts"][-1][3] = 99
    later = fresh().handle({"do": "resume", "saved": saved})

    assert "does not have. It is kept as it is." in text_of(later)
    assert "One more take is kept here" in as_text(growth_view(Growth(later)))


def test_half_an_answer_is_told_beside_the_form_and_loses_no_tick() -> None:
    quiz = fresh().handle({"do": "begin", "kind": "quiz"}).handle({"do": "predict"})
    assert quiz.item is not None
    told = quiz.handle({"do": "answer", "item": quiz.item.item.id, "most": next(iter(quiz.item.item.options))})

    html = as_html(quiz_view(told))
    assert html.count("Choose one option as most effective and a different one") == 1
    assert QuizFace().next_view(quiz, told, 2)["focus"] is None


def test_coming_back_to_the_front_leaves_the_focus_alone() -> None:
    before, saved = fresh(), taken(by_the_key).saved()

    view = QuizFace().next_view(before, before.handle({"do": "resume", "saved": saved}), 2)

    assert view["focus"] is None


def test_what_a_later_kit_kept_is_not_called_nothing() -> None:
    later = fresh().handle({"do": "resume", "saved": {"v": 2, "takes": []}})

    for text in (text_of(later), as_text(growth_view(Growth(later)))):
        assert "A newer version of this kit has kept takes in this browser." in text
        assert "No finished take" not in text
