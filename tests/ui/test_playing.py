"""A play in the browser: by keyboard alone, with and without a memory, on a good and on a bad connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect
from ui.conftest import Table
from ui.fixtures import ANTICIPATE_PLAY, CONTEXT_PLAY, FIRST_SCENE_PLAY, REFLECT_PLAY, SCENE_PLAY

from coachkit.ui.play import play_view
from coachkit.ui.tree import as_html
from coachkit.ui.view import PLAY

Lay = Callable[..., Table]
NO_STORAGE = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })"""
)
FULL_STORAGE = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }"""
SECRET = "Noor is my sister and this is nobody’s business"


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText ?? ''"))


def _kept(page: Page) -> dict[str, object] | None:
    text = page.evaluate("localStorage.getItem('coachkit:play:curiosity')")
    return json.loads(text) if text else None


def test_a_play_can_be_played_by_keyboard_alone(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    page = laid.page
    keys = page.keyboard
    keys.press("Tab")
    assert _focused(page) == "Begin"
    keys.press("Enter")
    expect(page.locator("#curiosity-anticipate")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    for _ in range(8):
        keys.press("Tab")
    assert _focused(page) == "Go on"
    keys.press("Enter")
    for turn, arrows in enumerate((1, 2, 0)):
        expect(page.locator("#curiosity-scene")).to_be_focused()
        expect(page.locator("#curiosity-scene")).to_have_text(laid.play.scenes[turn].title)
        keys.press("Tab")  # into the group: one stop
        keys.press("Space")
        for _ in range(arrows):
            keys.press("ArrowDown")
        keys.press("Tab")  # out of it
        assert _focused(page) == "Choose"
        keys.press("Enter")
    expect(page.locator("#curiosity-ending")).to_be_focused()
    assert laid.events == [
        {"do": "begin"},
        {"do": "intend", "principles": ["hold"]},
        {"do": "choose", "at": 0, "choice": "share-positives"},
        {"do": "choose", "at": 1, "choice": "talk-to-daniel"},
        {"do": "choose", "at": 2, "choice": "own-it"},
    ]
    assert laid.errors == []


def test_enter_in_the_group_of_radios_chooses(table: Lay) -> None:
    laid = table(FIRST_SCENE_PLAY)
    laid.page.get_by_role("radio").first.focus()
    laid.page.keyboard.press("Space")
    laid.page.keyboard.press("Enter")
    expect(laid.page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")


def test_a_scene_is_a_region_and_its_choices_a_group_named_by_the_question(table: Lay) -> None:
    page = table(SCENE_PLAY).page
    region = page.get_by_role("region", name="Staffroom, Tuesday, 10.40")
    group = region.get_by_role("group", name="What do you do?")
    expect(group.get_by_role("radio")).to_have_count(3)
    expect(region.get_by_role("button", name="Choose")).to_be_visible()


def test_choosing_nothing_says_so_beside_the_group_and_sends_nothing(table: Lay) -> None:
    laid = table(SCENE_PLAY)
    page = laid.page
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_role("alert")).to_have_text("Pick one of these first, then press Choose.")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_role("radio").first.check()
    expect(page.get_by_role("alert")).to_be_empty()
    assert laid.sent == []


def test_three_intents_are_one_too_many(table: Lay) -> None:
    laid = table(ANTICIPATE_PLAY)
    for box in laid.page.get_by_role("checkbox").all()[:3]:
        box.check()
    laid.page.get_by_role("button", name="Go on").click()
    expect(laid.page.get_by_role("alert")).to_contain_text("Two at most")
    assert laid.sent == []


def test_no_intent_is_sent_as_an_empty_list(table: Lay) -> None:
    laid = table(ANTICIPATE_PLAY)
    laid.page.get_by_role("button", name="Go on").click()
    expect(laid.page.locator("#curiosity-scene")).to_be_focused()
    assert laid.events == [{"do": "intend", "principles": []}]


def test_while_an_answer_is_awaited_buttons_stay_and_send_nothing_more(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    laid.answers = False
    begin = laid.page.get_by_role("button", name="Begin")
    begin.click()
    expect(begin).to_have_attribute("aria-disabled", "true")
    begin.click(force=True)
    begin.focus()
    laid.page.keyboard.press("Enter")
    expect(begin).to_be_focused()
    assert laid.events == [{"do": "begin"}]


def test_without_an_answer_the_buttons_come_back_and_it_is_said(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    laid.answers = False
    laid.page.clock.install()
    begin = laid.page.get_by_role("button", name="Begin")
    begin.click()
    laid.page.clock.run_for(11_000)
    expect(begin).not_to_have_attribute("aria-disabled", "true")
    expect(laid.page.locator(".ck-status")).to_contain_text("No answer yet")


def test_the_same_play_drawn_again_keeps_ticks_folds_and_focus(table: Lay) -> None:
    laid = table(SCENE_PLAY)
    page = laid.page
    page.get_by_text("Your way so far").click()
    page.get_by_role("radio").nth(1).check()
    changed = PLAY.first_view(replace(SCENE_PLAY, notice="News."))  # type: ignore[arg-type]
    page.evaluate("(view) => give({ ...view, n: 2 })", changed)
    expect(page.get_by_text("News.")).to_be_visible()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("radio").nth(1)).to_be_focused()
    assert page.locator("#curiosity-trail").evaluate("(one) => one.open")


def test_a_new_scene_starts_without_a_tick(table: Lay) -> None:
    laid = table(FIRST_SCENE_PLAY)
    laid.page.get_by_role("radio").first.check()
    laid.page.get_by_role("button", name="Choose").click()
    expect(laid.page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")
    expect(laid.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_news_is_said_in_the_status(table: Lay) -> None:
    laid = table(SCENE_PLAY)
    laid.page.get_by_text("Your way so far").click()
    laid.page.get_by_role("button", name="Rewind to here (decision 1").click()
    expect(laid.page.locator(".ck-status")).to_have_text("Back at decision 1.")
    assert laid.events == [{"do": "rewind", "to": 0}]


def test_the_contents_list_moves_focus_and_unfolds_nothing_it_need_not(table: Lay) -> None:
    page = table(REFLECT_PLAY).page
    page.get_by_role("navigation").get_by_role("link", name="Who knows what now").press("Enter")
    expect(page.locator("#curiosity-ledger")).to_be_focused()
    assert page.url.endswith("/")


def test_evidence_leads_to_its_decision_and_unfolds_it(table: Lay) -> None:
    page = table(REFLECT_PLAY).page
    page.locator(".ck-side").first.get_by_role("link").click()
    assert page.locator("#curiosity-decision-1").evaluate("(one) => one.open")
    expect(page.locator("#curiosity-decision-1 > summary")).to_be_focused()


def test_what_is_written_is_kept_in_the_browser_and_never_sent(table: Lay) -> None:
    laid = table(REFLECT_PLAY)
    page = laid.page
    page.get_by_label("Which sentence of yours").fill(SECRET)
    page.get_by_label("What I will do").fill(SECRET)
    page.get_by_label("By when").fill("2027-01-31")
    kept = _kept(page)
    assert kept is not None
    assert kept["kept"] == {"reflection-1": SECRET, "next-step": SECRET, "next-date": "2027-01-31"}
    page.get_by_role("button", name="Play again").click()
    expect(page.locator("#curiosity-title")).to_be_focused()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#curiosity-anticipate")).to_be_focused()
    again = laid.open()
    again.evaluate("(view) => give({ ...view, n: 9 })", PLAY.first_view(REFLECT_PLAY))  # type: ignore[arg-type]
    expect(again.get_by_label("Which sentence of yours")).to_have_value(SECRET)
    assert laid.sent
    assert not any(SECRET[:10] in message or "2027" in message for message in laid.sent)


def test_a_later_visit_resumes_where_the_coach_was(table: Lay) -> None:
    laid = table(FIRST_SCENE_PLAY)
    laid.page.get_by_role("radio").first.check()
    laid.page.get_by_role("button", name="Choose").click()
    expect(laid.page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")
    laid.page.close()
    laid.play = CONTEXT_PLAY
    page = laid.open()
    expect(page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")
    assert laid.events[-1]["do"] == "resume"


def test_a_living_session_wins_over_what_the_browser_kept(table: Lay) -> None:
    laid = table(SCENE_PLAY)
    laid.page.evaluate(
        "localStorage.setItem('coachkit:play:curiosity', JSON.stringify({saved: {acts: [1], intents: []}, kept: {}}))"
    )
    laid.open()
    assert laid.sent == []


def test_a_new_session_behind_the_same_page_is_given_the_play_back(table: Lay) -> None:
    laid = table(SCENE_PLAY, script=NO_STORAGE)
    laid.play = CONTEXT_PLAY
    laid.page.evaluate("(view) => give(view)", PLAY.first_view(CONTEXT_PLAY))  # type: ignore[arg-type]
    expect(laid.page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")
    assert [event["do"] for event in laid.events] == ["resume"]


def test_a_refused_resume_forgets_nothing_and_is_not_tried_again(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    kept = {"saved": {"acts": [["choose", "gone"]], "intents": "?"}, "kept": {"next-step": SECRET}}
    laid.page.evaluate("(kept) => localStorage.setItem('coachkit:play:curiosity', JSON.stringify(kept))", kept)
    page = laid.open()
    expect(page.locator(".ck-status")).to_have_text("That did not fit.")
    assert [event["do"] for event in laid.events] == ["resume"]
    assert _kept(page) == kept


def test_rubbish_in_the_browsers_memory_is_passed_over(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    for rubbish in (
        "{",
        "null",
        "7",
        '"x"',
        '{"saved":null}',
        '{"saved":5,"kept":7}',
        '{"saved":{"acts":{}}}',
        '{"saved":',
    ):
        laid.page.evaluate("(text) => localStorage.setItem('coachkit:play:curiosity', text)", rubbish)
        page = laid.open()
        expect(page.get_by_role("button", name="Begin")).to_be_enabled()
        page.close()
    assert laid.errors == []
    assert laid.sent == []


def test_without_storage_the_play_goes_on_and_says_so(table: Lay) -> None:
    for script in (NO_STORAGE, FULL_STORAGE):
        laid = table(FIRST_SCENE_PLAY, script=script)
        expect(laid.page.get_by_text("This browser keeps nothing between visits.")).to_be_visible()
        laid.page.get_by_role("radio").first.check()
        laid.page.get_by_role("button", name="Choose").click()
        expect(laid.page.locator("#curiosity-scene")).to_have_text("Staffroom, Tuesday, 10.40")
        assert laid.errors == []


def test_erase_asks_once_more_then_leaves_nothing(table: Lay) -> None:
    laid = table(REFLECT_PLAY)
    page = laid.page
    page.get_by_label("What I will do").fill(SECRET)
    page.get_by_role("button", name="Erase from this browser").click()
    assert _kept(page) is not None
    assert laid.sent == []
    page.get_by_role("button", name="Press again to erase").click()
    expect(page.locator("#curiosity-title")).to_be_focused()
    assert laid.events == [{"do": "restart"}]
    assert page.evaluate("localStorage.length") == 0


def test_erase_thinks_better_of_it_when_focus_leaves(table: Lay) -> None:
    page = table(REFLECT_PLAY).page
    page.get_by_role("button", name="Erase from this browser").click()
    page.get_by_role("button", name="Print").focus()
    expect(page.get_by_role("button", name="Erase from this browser")).to_be_visible()


def test_a_handout_is_one_page_with_what_was_written_and_no_way_out(table: Lay, tmp_path: Path) -> None:
    laid = table(REFLECT_PLAY)
    page = laid.page
    page.get_by_label("Which sentence of yours").fill("<b>mine</b> & mine")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a handout").click()
    assert waiting.value.suggested_filename == "curiosity-handout.html"
    file = tmp_path / "handout.html"
    waiting.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    reader = laid.context.new_page()
    reader.set_content(text)
    assert reader.title() == CONTEXT_PLAY.context.title
    expect(reader.get_by_text("<b>mine</b> & mine")).to_be_visible()
    expect(reader.get_by_text("Praise feels like a gift")).to_be_visible()
    expect(reader.locator("button, form, input, textarea, script, a[href^=http]")).to_have_count(0)
    expect(reader.locator("h1")).to_have_count(1)
    assert reader.locator(".ck-side").first.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "double"
    assert laid.sent == []


def test_print_opens_the_dialog_with_everything_unfolded(table: Lay) -> None:
    laid = table(
        REFLECT_PLAY,
        script="""window.print = () => {
            dispatchEvent(new Event("beforeprint"));
            window.unfolded = document.querySelectorAll("details:not([open])").length;
            dispatchEvent(new Event("afterprint"));
        }""",
    )
    laid.page.get_by_role("button", name="Print").click()
    assert laid.page.evaluate("window.unfolded") == 0
    assert laid.page.locator("details[open]").count() == 0


def test_the_hosts_banner_is_shown_and_taken_away(table: Lay) -> None:
    page = table(SCENE_PLAY).page
    page.evaluate("showBanner('The connection was lost. Trying again…')")
    expect(page.get_by_role("status").filter(has_text="The connection was lost")).to_be_visible()
    page.evaluate("showBanner('')")
    expect(page.locator(".ck-banner")).to_be_hidden()


def test_a_send_that_fails_gives_the_buttons_back(table: Lay) -> None:
    laid = table(CONTEXT_PLAY)
    laid.page.evaluate("""() => {
        mounted.unmount();
        const host = { view: () => view, onView() {}, send() { throw new Error("closed"); } };
        return firstView().then((view) => kit.mount(root, { ...host, view: () => view }));
    }""")
    laid.page.get_by_role("button", name="Begin").click()
    expect(laid.page.locator(".ck-status")).to_contain_text("please try again")
    expect(laid.page.get_by_role("button", name="Begin")).not_to_have_attribute("aria-disabled", "true")
    assert laid.errors == []


def test_a_view_of_another_format_asks_for_a_reload(table: Lay) -> None:
    page = table(CONTEXT_PLAY).page
    page.evaluate("(view) => give({ ...view, v: 2, n: 2 })", PLAY.first_view(CONTEXT_PLAY))  # type: ignore[arg-type]
    expect(page.locator(".ck-banner")).to_contain_text("reload")


def test_unmount_stops_listening_and_leaves_an_empty_place(table: Lay) -> None:
    page = table(CONTEXT_PLAY).page
    page.evaluate("mounted.unmount()")
    assert page.evaluate("[window.stopped, root.childNodes.length]") == [True, 0]


def test_a_form_written_as_html_does_nothing_before_the_script_is_there(table: Lay) -> None:
    page = table(SCENE_PLAY).page
    page.evaluate("(html) => { mounted.unmount(); root.innerHTML = html; }", as_html(play_view(SCENE_PLAY)))  # type: ignore[arg-type]
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Choose").click()
    assert page.url == "http://127.0.0.1:9/"
    expect(page.get_by_role("radio").first).to_be_checked()


def test_the_anywidget_module_draws_from_its_model_and_sends_through_it(table: Lay) -> None:
    page = table(CONTEXT_PLAY).page
    page.evaluate("""async () => {
        mounted.unmount();
        const first = await firstView();
        window.messages = [];
        let heard;
        const model = {
            get: () => first, on: (name, cb) => { heard = [name, cb]; }, off: () => { window.off = true; },
            send: (event) => messages.push(event),
        };
        window.stop = kit.default.render({ model, el: root });
    }""")
    expect(page.get_by_role("heading", level=2, name=CONTEXT_PLAY.context.title)).to_be_visible()
    begin = page.get_by_role("button", name="Begin")
    begin.click()
    assert page.evaluate("messages") == [{"do": "begin"}]
    # JupyterLab looks for this on the focused element itself; without it the arrow keys move between cells.
    expect(begin).to_have_attribute("data-lm-suppress-shortcuts", "")
    assert page.evaluate("(stop(), window.off)") is True


def test_in_a_notebook_print_prints_the_handout_alone(table: Lay) -> None:
    laid = table(REFLECT_PLAY)
    page = laid.open("?shift=1")
    page.get_by_role("button", name="Print").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text(CONTEXT_PLAY.context.title)
    expect(frame.locator("button")).to_have_count(0)
    assert laid.errors == []
