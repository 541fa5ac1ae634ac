"""Playing with the keyboard alone: Tab, Space, Enter and arrows, and nothing else."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_TABS = 150
FOCUSED = """() => {
  const node = document.activeElement;
  if (!node) return {};
  return {
    inside: Boolean(node.closest('.coachkit')), tag: node.tagName, type: node.type || '',
    name: node.name || '', value: node.value || '', text: (node.innerText || '').trim(),
  };
}"""


def tab_to(page: Page, *, text: str | None = None, name: str | None = None, back: bool = False) -> dict[str, object]:
    """Press Tab until the focus is on that button of the kit, or in that group of fields."""
    seen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        here: dict[str, object] = page.evaluate(FOCUSED)
        seen.append(here.get("text") or here.get("name") or here.get("tag"))
        if not here.get("inside"):
            continue
        if text is not None and str(here["text"]).startswith(text) and here["tag"] == "BUTTON":
            return here
        if name is not None and here["name"] == name:
            return here
    raise AssertionError(f"{text or name} was never focused; Tab went over {seen}")


def pick(page: Page, choice: str, name: str = "choice") -> None:
    """Choose a radio of the group by arrow keys, starting from where Tab lands."""
    radios = page.locator(f"input[name={name}]")
    for _ in range(radios.count() + 1):
        here = page.evaluate(FOCUSED)
        if here["value"] == choice:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never reached {choice!r}")


def play_by_keyboard(page: Page, choices: tuple[str, ...], *, back: bool = False) -> None:
    """From the first page to the debrief; `back`: the focus stands behind the play and goes up to it."""
    tab_to(page, text="Begin", back=back)
    page.keyboard.press("Enter")
    expect(page.locator(".coachkit input[type=checkbox]").first).to_be_visible()
    tab_to(page, name="principles[]")
    page.keyboard.press("Space")
    leave = page.locator(".coachkit form button[type=submit], .coachkit form button.ck-main").first
    expect(leave).to_be_visible()
    tab_to(page, text=leave.inner_text().strip())
    page.keyboard.press("Enter")
    for choice in choices:
        expect(page.locator(f"input[name=choice][value={choice}]")).to_be_visible()
        assert page.evaluate(FOCUSED)["tag"] in ("H2", "H3"), "the focus moves to the new scene's heading"
        tab_to(page, name="choice")
        pick(page, choice)
        tab_to(page, text="Choose")
        page.keyboard.press("Enter")
    # A person reads for minutes before this; here the exploration may still be under way.
    expect(page.locator(".coachkit svg")).to_be_visible(timeout=20_000)
