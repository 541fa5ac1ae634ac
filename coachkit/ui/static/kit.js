// @ts-check
/**
 * Draws a view, a tree made in Python, and reports what the person does. What is kept, is kept in this browser.
 *
 * @typedef {string | [string, Record<string, string>, ...any[]]} Tree
 * @typedef {{v: number, n: number, tree: Tree, focus: string | null, status: string, saved: any, key: string,
 *   lang: string, dir: string, joins?: true}} View
 * @typedef {{view(): View, onView(cb: (view: View) => void): void | (() => void), send(event: object): void,
 *   headingShift?: 0 | 1, banner?(show: (text: string) => void): void}} Host
 */

const TEXT = String.raw`[\s\S]*`;
const NAME = String.raw`[A-Za-z][\w-]*`;
const NUMBER = String.raw`-?\d{1,5}(\.\d{1,3})?`;
const COUNT = String.raw`\d{1,9}`;

/** @param {string} names @param {string} pattern */
const each = (names, pattern) => Object.fromEntries(names.split(" ").map((name) => [name, pattern]));

/** What may be drawn: the list of coachkit/ui/tree.py (a test compares them). */
export const ALLOWED = {
  html: "a article blockquote br button dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 header input label legend li main nav ol p progress section span strong summary table tbody td textarea th thead tr ul",
  svg: "svg g path rect line text title desc",
  attributes: {
    ...each("aria-label value data-send data-missing data-toomany data-label", TEXT),
    ...each("id for", NAME),
    ...each("aria-labelledby aria-describedby", `${NAME}( ${NAME})*`),
    ...each("x y x1 y1 x2 y2 width height rx", NUMBER),
    ...each("checked required open novalidate", ""),
    ...each("rows maxlength start max data-max", COUNT),
    "aria-disabled": "true",
    class: String.raw`[\w -]*`,
    lang: "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    dir: "ltr|rtl|auto",
    tabindex: "0|-1",
    role: "alert|cell|columnheader|group|img|list|listitem|note|region|row|rowgroup|rowheader|status|table",
    "aria-current": "step|true",
    href: String.raw`#[\w-]*|\.?/(?![/\\])[\w./?=&%#-]*`,
    type: "button|submit|radio|checkbox|text|date",
    name: String.raw`[a-z][a-z-]*(\[\])?`,
    method: "dialog",
    autocomplete: "off",
    scope: "row|col|rowgroup|colgroup",
    "data-keep": "[a-z][a-z0-9-]*",
    "data-local": "save-handout|print|erase",
    viewBox: String.raw`[\d. -]*`,
    d: "[MLHVCQAZmlhvcqaz\\d., -]*",
    "text-anchor": "start|middle|end",
  },
};
const HTML = new Set(ALLOWED.html.split(" "));
const SVG = new Set(ALLOWED.svg.split(" "));
const PATTERNS = new Map(Object.entries(ALLOWED.attributes).map(([name, one]) => [name, new RegExp(`^(?:${one})$`)]));

const ANSWER_MS = 10_000; // after this long without an answer the buttons are given back
const SAY = {
  keepsNothing: "This browser keeps nothing between visits. Save a handout before you close the page.",
  noAnswer: "No answer yet. Nothing on this page is lost; please try again.",
  outdated: "This page is older than the kit behind it. Please reload it.",
  eraseAgain: "Press again to erase",
  erasing: "Press again to erase your choices and all you wrote. There is no way back.",
  handout: "The handout is in your downloads.",
};

/**
 * The tree as a DOM node; whatever is not allowed is left out. Headings go down by `shift`.
 * @param {Tree} tree @returns {Node}
 */
export function draw(tree, shift = 0) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, ...children] = Array.isArray(tree) ? tree : [""];
  if (!SVG.has(tag) && !HTML.has(tag)) return document.createTextNode("");
  const element = SVG.has(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(/^h[1-5]$/.test(tag) ? `h${+tag[1] + shift}` : tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (PATTERNS.get(name)?.test(value)) element.setAttribute(name, value);
  }
  element.append(...children.map((child) => draw(child, shift)));
  return element;
}

/** @param {string} tag @param {Record<string, string>} attributes */
function make(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Nothing played yet: no act and no intent. @param {any} saved */
const hollow = (saved) => !saved?.acts?.length && !saved?.intents?.length && !(saved?.v > 1);

/** Draws host.view() into root, the `.coachkit` element, and every view after it. @param {HTMLElement} root @param {Host} host */
export function mount(root, host) {
  const shift = host.headingShift ?? 0;
  const banner = make("p", { class: "ck-banner", role: "status" });
  const warning = make("p", { class: "ck-warning", role: "status" });
  const stage = make("div", { class: "ck-stage" });
  const status = make("p", { class: "ck-status", role: "status" });
  const ending = new AbortController();
  root.classList.add("coachkit");
  root.replaceChildren(banner, warning, stage, status);

  /** @type {View | null} */ let view = null;
  /** @type {{saved: any, kept: Record<string, string>}} */ let memory = { saved: null, kept: {} };
  let last = ""; // what this tab wrote or read
  let drawn = "";
  let lastDone = "";
  let busy = false;
  let timer = 0;

  /** @param {string} css @returns {any[]} */
  const all = (css) => [...stage.querySelectorAll(css)];
  /** @param {string} id @returns {any} */
  const find = (id) => stage.querySelector(`#${CSS.escape(id)}`);

  function say(text, isSeen = true) {
    status.classList.toggle("ck-unseen", !isSeen);
    status.textContent = text;
  }

  // It may be missing, full or forbidden: then memory serves until the page closes.
  /** @param {() => void} act */
  function trying(act) {
    try {
      act();
      warning.textContent = "";
    } catch {
      warning.textContent = SAY.keepsNothing;
    }
  }
  /** @param {string} key */
  function recall(key) {
    trying(() => {
      last = localStorage.getItem(key) ?? "";
      // Only what has our shape is taken.
      const found = last.startsWith('{"saved":') ? JSON.parse(last) : {};
      memory = { saved: found.saved, kept: { ...found.kept } };
    });
  }
  function keep() {
    const key = view?.key ?? "";
    trying(() => {
      if (view?.joins && lastDone !== "restart" && (localStorage.getItem(key) ?? "") !== last) return busy || join(key);
      if (hollow(memory.saved) && !Object.keys(memory.kept).length) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(memory));
      last = localStorage.getItem(key) ?? "";
    });
  }
  /** Another tab has written, or erased it all. @param {string} key */
  function join(key) {
    const { kept } = memory;
    recall(key);
    if (last) Object.assign(memory.kept, kept);
    send(last ? { do: "resume", saved: memory.saved } : { do: "restart" });
  }

  /** @param {boolean} is */
  function setBusy(is) {
    busy = is;
    clearTimeout(timer);
    for (const button of all("button:not([data-local])")) {
      if (is) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
  function giveUp() {
    setBusy(false);
    say(SAY.noAnswer);
  }
  /** @param {any} event */
  function send(event) {
    if (busy) return;
    say("");
    setBusy(true);
    lastDone = event.do;
    timer = window.setTimeout(giveUp, ANSWER_MS);
    try {
      host.send(event);
    } catch {
      giveUp();
    }
  }

  /** Draw again, and leave what is typed, ticked, unfolded and focused as it was. @param {View} next */
  function redraw(next) {
    const text = JSON.stringify(next.tree);
    if (text === drawn) return;
    drawn = text;
    const focusable = "a, button, input, textarea, summary, [tabindex]";
    const active = document.activeElement;
    const place = all(focusable).indexOf(active);
    const folds = new Map(all("details").map((one) => [one.id, one.open]));
    const forms = new Map(all("form").map((one) => [one.dataset.send, ticked(one).map((input) => input.name + input.value)]));
    stage.replaceChildren(draw(next.tree, shift));
    for (const one of all("details")) one.open = folds.get(one.id) ?? one.open;
    for (const form of all("form")) {
      const was = forms.get(form.dataset.send);
      if (was) for (const input of form.querySelectorAll("input")) input.checked = was.includes(input.name + input.value);
    }
    for (const field of all("[data-keep]")) field.value = memory.kept[field.dataset.keep] ?? "";
    if (place < 0 || next.focus) return;
    const same = (active?.id && find(active.id)) || all(focusable)[place];
    if (same?.tagName === active?.tagName) same.focus({ preventScroll: true });
  }

  /** @param {View} next */
  function receive(next) {
    if (!next?.tree) return;
    if (next.v !== 1) banner.textContent = SAY.outdated;
    const isOther = view?.key !== next.key; // another play, or the first one
    const isFresh = isOther || next.n <= (view?.n ?? 0); // or a new kernel behind it
    if (isOther) recall(next.key);
    view = next;
    redraw(next);
    setBusy(false);
    if (next.focus) arrive(find(next.focus));
    say(next.status ?? "", !next.focus);
    if (!hollow(next.saved) || lastDone === "restart" || lastDone === "rewind") {
      memory.saved = next.saved;
      for (const name in memory.kept) if (next.saved.forget?.some((one) => name.startsWith(one))) delete memory.kept[name];
      keep();
    } else if (isFresh && !hollow(memory.saved)) {
      send({ do: "resume", saved: memory.saved });
    }
  }

  /** Go there, unfolding what it is in. @param {any} target */
  function arrive(target) {
    for (let at = target; at && at !== stage; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const spot = target?.querySelector(":scope > summary") ?? target;
    spot?.focus({ preventScroll: true });
    spot?.scrollIntoView();
  }

  /** @param {Element} form @returns {any[]} */
  const ticked = (form) => [...form.querySelectorAll("input:checked")];

  /** Why this form cannot be sent yet, or "". @param {HTMLFormElement} form */
  function lacking(form) {
    for (const set of form.querySelectorAll("fieldset")) {
      const count = ticked(set).length;
      if (set.querySelector("[required]") && !count) return set.dataset.missing;
      if (set.dataset.max && count > +set.dataset.max) return set.dataset.toomany;
    }
    return "";
  }

  /** @param {any} event */
  function onSubmit(event) {
    event.preventDefault();
    const form = event.target;
    if (!form.dataset.send || busy) return;
    const lack = lacking(form);
    form.querySelector("[role=alert]").textContent = lack;
    if (lack) return (ticked(form)[0] ?? form.querySelector("input")).focus();
    const message = JSON.parse(form.dataset.send);
    for (const input of form.querySelectorAll("input")) {
      const name = input.name.replace("[]", "");
      if (name !== input.name) message[name] = ticked(form).map((one) => one.value);
      else if (input.checked) message[name] = input.value;
    }
    send(message);
  }

  /** @param {any} event */
  function onClick(event) {
    const target = event.target.closest("a, button");
    const { send: sending, local } = target?.dataset ?? {};
    if (target?.getAttribute("href")?.startsWith("#")) {
      event.preventDefault();
      arrive(find(target.hash.slice(1)));
    } else if (sending) send(JSON.parse(sending));
    else if (local) LOCAL[local](target);
  }

  /** @param {any} event */
  function onInput({ target: field }) {
    const alert = field.form?.querySelector("[role=alert]");
    if (alert && !lacking(field.form)) alert.textContent = "";
    const name = field.dataset.keep;
    if (!name) return;
    memory.kept[name] = field.value;
    if (!field.value) delete memory.kept[name];
    keep();
  }

  /** @type {Record<string, (button: HTMLElement) => void>} */
  const LOCAL = {
    "save-handout"() {
      const href = URL.createObjectURL(new Blob([handout()], { type: "text/html" }));
      make("a", { href, download: `${view?.key.split(":").pop()}-handout.html` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
      say(SAY.handout);
    },
    print() {
      if (!shift) return window.print();
      // Without the notebook around it.
      const frame = /** @type {HTMLIFrameElement} */ (make("iframe", { class: "ck-unseen", srcdoc: handout() }));
      frame.onload = () => frame.contentWindow?.print();
      stage.append(frame);
    },
    erase(button) {
      if (busy) return;
      const text = button.textContent;
      if (text !== SAY.eraseAgain) {
        button.textContent = SAY.eraseAgain;
        button.onblur = () => (button.textContent = text);
        return say(SAY.erasing);
      }
      memory = { saved: null, kept: {} };
      lastDone = "restart";
      keep();
      for (const field of all("[data-keep]")) field.value = "";
      send({ do: "restart" });
    },
  };

  /** The page as one HTML file, with what was written. */
  function handout() {
    const file = document.implementation.createHTMLDocument(all("h1, h2")[0]?.textContent ?? "");
    const page = make("main", { class: "coachkit" });
    page.append(draw(view?.tree ?? ""));
    for (const field of page.querySelectorAll("[data-keep]")) {
      const written = make("p", { class: "ck-written" });
      written.textContent = memory.kept[field.getAttribute("data-keep") ?? ""] ?? "";
      field.replaceWith(written);
    }
    for (const one of page.querySelectorAll("details")) one.open = true;
    for (const one of page.querySelectorAll("button, form, nav, .ck-steps, .ck-screen")) one.remove();
    const style = make("style", {});
    style.textContent = ownStyles();
    file.head.append(
      make("meta", { charset: "utf-8" }),
      make("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      make("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }),
      style,
    );
    file.documentElement.lang = view?.lang ?? "";
    file.documentElement.dir = view?.dir ?? "";
    file.body.append(page);
    return `<!doctype html>${file.documentElement.outerHTML}`;
  }

  function ownStyles() {
    const rules = [];
    for (const sheet of document.styleSheets) {
      try {
        for (const { cssText } of sheet.cssRules) if (cssText.includes(".coachkit")) rules.push(cssText);
      } catch {
        // A sheet from elsewhere: not ours.
      }
    }
    return rules.join("\n");
  }

  /** @type {any[]} */ let unfolded = [];
  const { signal } = ending;
  root.addEventListener("submit", onSubmit, { signal });
  root.addEventListener("click", onClick, { signal });
  root.addEventListener("input", onInput, { signal });
  /** @param {boolean} open */
  const fold = (open) => unfolded.forEach((one) => (one.open = open));
  window.addEventListener("beforeprint", () => ((unfolded = all("details:not([open])")), fold(true)), { signal });
  window.addEventListener("afterprint", () => fold(false), { signal });
  const stop = host.onView(receive);
  host.banner?.((text) => (banner.textContent = text));
  receive(host.view());

  return {
    unmount() {
      stop?.();
      ending.abort();
      clearTimeout(timer);
      root.replaceChildren();
    },
  };
}

export default {
  /** JupyterLab. @param {{model: any, el: HTMLElement}} at */
  render({ model, el }) {
    const root = make("div", {});
    // JupyterLab takes keys for itself unless the focused element says otherwise.
    root.addEventListener("focusin", (event) => /** @type {Element} */ (event.target).setAttribute("data-lm-suppress-shortcuts", ""));
    el.append(root);
    const { unmount } = mount(root, {
      view: () => model.get("view"),
      onView(cb) {
        const changed = () => cb(model.get("view"));
        model.on("change:view", changed);
        return () => model.off("change:view", changed);
      },
      send: (event) => model.send(event),
      headingShift: 1,
    });
    return unmount;
  },
};
