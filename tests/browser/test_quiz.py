"""The quiz as a page: by keyboard with a reload in the middle, in two tabs, at phone width, erased."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from browser.keyboard import FOCUSED, pick, tab_to
from browser.pages import assert_accessible, fits, open_lab
from playwright.sync_api import Page, expect
from sessions.quizzes import by_the_key, shipped

from coachkit.content.bank import Keyed
from coachkit.sessions.result import place
from coachkit.sessions.takes import Take, read_log, takes_of

MakePage = Callable[..., Page]


def log_of(page: Page) -> tuple[Take, ...]:
    """The takes that this browser keeps."""
    return takes_of(read_log(json.loads(page.evaluate("localStorage.getItem('coachkit:quiz')"))["saved"]))


def item_on(page: Page) -> Keyed:
    title = page.locator("#quiz-item").inner_text()
    return next(one for one in shipped().items.values() if one.item.title == title)


def answer_by_keyboard(page: Page, number: int) -> tuple[str, str, str]:
    """Answer the item on the page, roughly by the key; gives the item and the answer."""
    item = item_on(page)
    order = sorted(item.key.options, key=lambda o: -item.key.options[o].key)
    most, least = (order[1], order[3]) if number % 3 else (order[0], order[2])
    assert page.evaluate(FOCUSED)["tag"] == "H2", "the focus moves to the new situation's heading"
    for name, option in (("most", most), ("least", least)):
        tab_to(page, name=name)
        pick(page, option, name)
    tab_to(page, text="Answer")
    page.keyboard.press("Enter")
    return item.item.id, most, least


def begin(page: Page, voila_host: str) -> None:
    page.goto(f"{voila_host}/voila/render/mastery_quiz.ipynb")
    tab_to(page, text="Begin the quiz")
    page.keyboard.press("Enter")
    expect(page.locator("#quiz-predict")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_take_by_keyboard_with_a_reload_gives_the_band_that_the_library_gives(
    page_at: MakePage, voila_host: str, width: int
) -> None:
    page = page_at(width, 800)
    begin(page, voila_host)
    assert_accessible(page)
    tab_to(page, text="I would rather not say")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Situation 1 of 18", exact=True)).to_be_visible()
    assert_accessible(page)
    assert fits(page), "the page scrolls sideways"
    given = {}
    for number in range(18):
        expect(page.get_by_text(f"Situation {number + 1} of 18", exact=True)).to_be_visible()
        if number == 7:
            page.reload()
            expect(page.get_by_text("Situation 8 of 18", exact=True)).to_be_visible()
            expect(page.locator("#quiz-item")).to_be_focused()
        name, most, least = answer_by_keyboard(page, number)
        given[name] = (most, least)
    expect(page.locator("#quiz-ready")).to_be_focused()
    tab_to(page, text="Read the result")
    page.keyboard.press("Enter")
    expect(page.locator("#quiz-result")).to_be_focused()
    assert_accessible(page)
    assert fits(page), "the page scrolls sideways"

    (take,) = log_of(page)
    bank = shipped()
    placed = place(take, bank.versions[take.version], ())
    assert dict(take.answers) == given
    titles = [bank.stages.stages[stage].title for stage in placed.band]
    expect(page.locator(".ck-level")).to_have_text(" or ".join(titles))


def test_two_tabs_of_one_take_lose_no_answer(page_at: MakePage, voila_host: str) -> None:
    one = page_at()
    begin(one, voila_host)
    one.get_by_role("button", name="I would rather not say").click()
    expect(one.get_by_text("Situation 1 of 18", exact=True)).to_be_visible()
    other = one.context.new_page()
    other.goto(f"{voila_host}/voila/render/mastery_quiz.ipynb")
    expect(other.get_by_text("Situation 1 of 18", exact=True)).to_be_visible()

    def answer(page: Page) -> str:
        item = item_on(page)
        most, least = by_the_key(item, log_of(page)[0])
        page.locator(f"input[name=most][value={most}]").check()
        page.locator(f"input[name=least][value={least}]").check()
        page.get_by_role("button", name="Answer").click()
        return item.item.id

    done = {answer(other)}
    expect(other.get_by_text("Situation 2 of 18", exact=True)).to_be_visible()
    done.add(answer(other))
    expect(other.get_by_text("Situation 3 of 18", exact=True)).to_be_visible()
    answer(one)  # still at the first
    expect(one.get_by_text("Situation 3 of 18", exact=True)).to_be_visible()
    done.add(answer(one))
    expect(one.get_by_text("Situation 4 of 18", exact=True)).to_be_visible()

    assert done <= set(log_of(one)[0].answers)


def test_what_was_erased_in_one_tab_does_not_come_back_from_the_other(page_at: MakePage, voila_host: str) -> None:
    one = page_at()
    begin(one, voila_host)
    one.get_by_role("button", name="I would rather not say").click()
    expect(one.get_by_text("Situation 1 of 18", exact=True)).to_be_visible()
    one.evaluate("localStorage.removeItem('coachkit:quiz')")  # as another tab does when it erases

    one.locator("input[name=most]").first.check()
    one.locator("input[name=least]").nth(1).check()
    one.get_by_role("button", name="Answer").click()

    expect(one.get_by_role("button", name="Begin the quiz")).to_be_visible()
    assert one.evaluate("localStorage.getItem('coachkit:quiz')") is None


def test_half_an_answer_is_told_what_is_missing(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    begin(page, voila_host)
    page.get_by_role("button", name="I would rather not say").click()
    page.locator("input[name=most]").first.check()
    page.get_by_role("button", name="Answer").click()

    expect(
        page.get_by_text("Choose one option as most effective and a different one as least effective.").first
    ).to_be_visible()
    expect(page.locator("input[name=most]").first).to_be_checked()
    expect(page.locator("input[name=least]:checked")).to_have_count(0)


def test_back_shows_what_was_answered(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    begin(page, voila_host)
    page.get_by_role("button", name="I would rather not say").click()
    page.locator("input[name=most]").nth(2).check()
    page.locator("input[name=least]").nth(1).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Situation 2 of 18", exact=True)).to_be_visible()

    page.get_by_role("button", name="Back").click()

    expect(page.get_by_text("Situation 1 of 18", exact=True)).to_be_visible()
    expect(page.locator("input[name=most]").nth(2)).to_be_checked()
    expect(page.locator("input[name=least]").nth(1)).to_be_checked()


def test_forgetting_takes_two_presses_and_takes_what_was_written_too(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/mastery_quiz.ipynb")
    page.evaluate("(kept) => localStorage.setItem('coachkit:quiz', kept)", _kept({"take-k1-met": "a private word"}))
    page.reload()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("heading", name="Forget this one for good?")).to_be_focused()
    assert "a private word" in page.evaluate("localStorage.getItem('coachkit:quiz')")

    page.get_by_role("button", name="Yes, forget it").click()

    expect(page.get_by_text("That take is forgotten.").first).to_be_visible()
    kept = page.evaluate("localStorage.getItem('coachkit:quiz')")
    assert "a private word" not in kept
    assert "answer" not in kept


def test_erasing_wins_over_what_another_tab_has_written(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/mastery_quiz.ipynb")
    page.evaluate("(kept) => localStorage.setItem('coachkit:quiz', kept)", _kept({}))
    page.reload()
    expect(page.get_by_role("heading", name="Your takes")).to_be_visible()
    page.evaluate("(kept) => localStorage.setItem('coachkit:quiz', kept)", _kept({"take-k1-met": "newer"}))

    page.get_by_role("button", name="Erase all takes from this browser").click()
    page.get_by_role("button", name="Press again to erase").click()

    expect(page.get_by_role("heading", name="Your takes")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('coachkit:quiz')") is None


def test_the_growth_page_knows_what_the_quiz_kept(page_at: MakePage, voila_host: str) -> None:
    page = page_at(360, 800)
    page.goto(f"{voila_host}/voila/render/my_growth.ipynb")
    expect(page.get_by_text("No finished take is kept in this browser yet.")).to_be_visible()
    page.evaluate("(kept) => localStorage.setItem('coachkit:quiz', kept)", _kept({}))

    page.reload()

    expect(page.get_by_role("row", name="1 · 3 March 2026")).to_be_visible()
    assert_accessible(page)
    assert fits(page), "the page scrolls sideways"


def test_what_a_later_kit_kept_is_left_as_it_is(page_at: MakePage, voila_host: str) -> None:
    page = page_at()
    page.goto(f"{voila_host}/voila/render/mastery_quiz.ipynb")
    kept = '{"saved":{"v":2,"takes":["anything"]},"kept":{}}'
    page.evaluate("(kept) => localStorage.setItem('coachkit:quiz', kept)", kept)

    page.reload()

    expect(page.get_by_text("A newer version of this kit has kept takes in this browser.")).to_be_visible()
    assert json.loads(page.evaluate("localStorage.getItem('coachkit:quiz')")) == json.loads(kept)


def test_in_jupyterlab_a_situation_is_answered_too(page_at: MakePage, lab_host: str) -> None:
    page = page_at()
    open_lab(page, lab_host, "mastery_quiz", "Begin the quiz")
    page.locator(".coachkit button", has_text="Begin the quiz").click()
    page.locator(".coachkit button", has_text="I would rather not say").click()
    page.locator(".coachkit input[name=most]").first.check()
    page.locator(".coachkit input[name=least]").nth(1).check()
    page.locator(".coachkit button", has_text="Answer").click()

    expect(page.get_by_text("Situation 2 of 18", exact=True)).to_be_visible()
    assert len(log_of(page)[0].answers) == 1


def _kept(written: dict[str, str]) -> str:
    """What a browser keeps of one finished take by the key."""
    bank = shipped()
    assert bank.forms is not None
    answers = [["answer", "k1", name, 1, *by_the_key(bank.items[name], None)] for name in bank.forms.forms["a"]]  # type: ignore[arg-type]
    acts = [["take", "k1", "quiz", "a", 1, "abc", "2026-03-02"], *answers, ["finish", "k1", "2026-03-03", max(bank.versions)]]  # fmt: skip
    return json.dumps({"saved": {"v": 1, "acts": acts}, "kept": written})
