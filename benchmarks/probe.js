// Runs in each measured page from its very start: presses what stands before the first choice, and notes the times.
(() => {
  if (window !== window.top) return;
  try { localStorage.clear(); } catch { /* a page without storage */ }
  const PRESSES = ["Begin", "Go on"]; // both pages have two screens before the first scene
  const AGAIN_MS = 25; // a press before the page's script is there does nothing, so press again

  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
  const ready = (element) => shown(element) && !element.disabled && element.getAttribute("aria-disabled") !== "true";
  const radios = () => [...document.querySelectorAll("input[type=radio]")].filter(ready);
  const button = (name) => [...document.querySelectorAll("button")].find((b) => b.textContent.trim() === name && ready(b));
  const scene = () => (document.querySelector(".ck-view") ?? document.querySelector(".widget-html-content"))?.textContent;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  const pressed = {};
  const press = (name) => {
    const found = button(name);
    const now = performance.now();
    if (found && now - (pressed[name] ?? -Infinity) > AGAIN_MS) {
      pressed[name] = now;
      found.click();
    }
  };

  /** Resolves with the time at which the condition first holds. */
  const when = (condition, limit = 60_000) => new Promise((resolve, reject) => {
    const watcher = new MutationObserver(() => look());
    const timer = setInterval(() => look(), 5);
    const stop = () => { watcher.disconnect(); clearInterval(timer); };
    const look = () => {
      const now = performance.now();
      if (condition()) { stop(); resolve(now); } else if (now > limit) { stop(); reject(new Error("waited too long")); }
    };
    watcher.observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });

  const first = when(() => {
    if (radios().length > 0) return true;
    PRESSES.forEach(press);
    return false;
  });

  window.coachkitProbe = {
    /** Milliseconds from the start of the navigation to a choice that can be clicked. */
    firstChoice: () => first,

    /** Milliseconds from the press of "Choose" to the next scene; null at the end, whose debrief the stock page has not. */
    async choose() {
      await pause(200); // what a scene still brings after its text
      const [choice] = radios();
      if (!choice) return null;
      choice.click();
      await pause(200); // the stock page tells its kernel of the pick
      const before = scene();
      const began = performance.now();
      button("Choose").click();
      const next = await when(() => scene() !== before, began + 20_000);
      return radios().length > 0 ? next - began : null;
    },

    paint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  };
})();
