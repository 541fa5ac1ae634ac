// @ts-check
/**
 * Draws a view of coachkit and reports what the person does with it. It knows no coaching and no scenario:
 * a view is a tree of elements made in Python, drawn here with createElement and text nodes only.
 *
 * @typedef {string | [string, Record<string, string>, ...any[]]} Tree
 * @typedef {{v: number, n: number, tree: Tree, focus: string | null, status: string, saved: any,
 *   key: string, phase: string, lang: string, dir: string}} View
 * @typedef {{view(): View, onView(cb: (view: View) => void): void | (() => void), send(event: object): void,
 *   headingShift?: 0 | 1, banner?(show: (text: string) => void): void}} Host
 */

const TEXT = String.raw`[\s\S]*`;
const NAME = String.raw`[A-Za-z][\w-]*`;
const NAMES = `${NAME}( ${NAME})*`;
const NUMBER = String.raw`-?\d{1,5}(\.\d{1,3})?`;

/** @param {string} names @param {string} pattern */
const each = (names, pattern) => Object.fromEntries(names.split(" ").map((name) => [name, pattern]));

/** What may be drawn: the list of coachkit/ui/tree.py, word for word (a test compares them). */
export const ALLOWED = {
  html: "a article aside blockquote br button caption cite dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr input label legend li main nav ol p progress section small span strong summary table tbody td textarea tfoot th thead time tr ul",
  svg: "svg g path rect line text tspan title desc",
  attributes: {
    ...each("aria-label value data-send data-missing data-toomany data-label", TEXT),
    ...each("id for", NAME),
    ...each("aria-labelledby aria-describedby", NAMES),
    ...each("max x y x1 y1 x2 y2 dy width height rx", NUMBER),
    ...each("checked required open novalidate", ""),
    ...each("rows colspan rowspan data-max", String.raw`\d{1,2}`),
    class: String.raw`[\w -]*`,
    lang: "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    dir: "ltr|rtl|auto",
    tabindex: "0|-1",
    role: "alert|cell|columnheader|group|img|list|listitem|note|region|row|rowgroup|rowheader|status|table",
    "aria-current": "step|true",
    "aria-hidden": "true",
    "aria-disabled": "true",
    href: String.raw`#[\w-]*|\.?/(?![/\\])[\w./?=&%#-]*`,
    type: "button|submit|radio|checkbox|text|date",
    name: String.raw`[a-z][a-z-]*(\[\])?`,
    method: "dialog",
    maxlength: String.raw`\d{1,5}`,
    autocomplete: "off",
    start: String.raw`\d{1,9}`,
    scope: "row|col|rowgroup|colgroup",
    datetime: String.raw`[\d:TZ.+-]*`,
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
const WORDS = {
  keepsNothing: "This browser keeps nothing between visits. Save a handout before you close the page.",
  noAnswer: "No answer yet. Nothing is lost on this page; please try again.",
  notSent: "That could not be sent just now. Nothing is lost on this page; please try again.",
  mismatch: "This page is older than the kit behind it. Please reload it.",
  eraseAgain: "Press again to erase",
  erasing: "Press again to erase your choices and all you wrote from this browser. There is no way back.",
  handout: "The handout is in your downloads.",
};

/**
 * The tree as a DOM node; whatever is not allowed is left out.
 * @param {Tree} tree
 * @param {number} [shift] headings go down by this much, where the page has an h1 of its own
 * @returns {Node}
 */
export function draw(tree, shift = 0) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, ...children] = Array.isArray(tree) ? tree : [""];
  const isSvg = SVG.has(tag);
  if (!isSvg && !HTML.has(tag)) return document.createTextNode("");
  const shifted = /^h[1-5]$/.test(tag) ? `h${Number(tag[1]) + shift}` : tag;
  const element = isSvg
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(shifted);
  for (const [name, value] of Object.entries(attributes)) {
    if (PATTERNS.get(name)?.test(value)) element.setAttribute(name, value);
  }
  element.append(...children.map((child) => draw(child, shift)));
  return element;
}

/** @param {string} tag @param {string} kind @param {string} [role] */
function line(tag, kind, role) {
  const element = document.createElement(tag);
  element.className = kind;
  if (role) element.setAttribute("role", role);
  return element;
}

/** A play with nothing in it yet: no act and no intent. @param {any} saved */
const hollow = (saved) => !saved?.acts?.length && !saved?.intents?.length;

/**
 * Draws host.view() into root, and every view after it.
 * @param {HTMLElement} root the `.coachkit` element
 * @param {Host} host
 */
export function mount(root, host) {
  const shift = host.headingShift ?? 0;
  const banner = line("p", "ck-banner", "status");
  const warning = line("p", "ck-warning", "status");
  const stage = line("div", "ck-stage");
  const status = line("p", "ck-status", "status");
  root.classList.add("coachkit");
  root.replaceChildren(banner, warning, stage, status);

  /** @type {View | null} */ let view = null;
  /** @type {{saved: any, kept: Record<string, string>}} */ let memory = { saved: null, kept: {} };
  let drawn = "";
  let lastDone = "";
  let busy = false;
  let timer = 0;

  /** @param {string} text @param {boolean} [seen] */
  function say(text, seen = true) {
    status.classList.toggle("ck-unseen", !seen);
    status.textContent = text;
  }

  // --- what the browser keeps. localStorage may be missing, full or forbidden: then memory alone serves.
  /** @param {string} key */
  function recall(key) {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "null");
      if (found && typeof found === "object") memory = { saved: found.saved, kept: { ...found.kept } };
    } catch (error) {
      if (!(error instanceof SyntaxError)) warning.textContent = WORDS.keepsNothing;
    }
  }
  function keep() {
    if (!view) return;
    try {
      if (hollow(memory.saved) && !Object.keys(memory.kept).length) localStorage.removeItem(view.key);
      else localStorage.setItem(view.key, JSON.stringify(memory));
      warning.textContent = "";
    } catch {
      warning.textContent = WORDS.keepsNothing;
    }
  }

  // --- sending
  /** @param {boolean} is */
  function setBusy(is) {
    busy = is;
    clearTimeout(timer);
    for (const button of stage.querySelectorAll("button:not([data-local])")) {
      if (is) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
  /** @param {{do: string}} event */
  function send(event) {
    if (busy) return;
    say("");
    setBusy(true);
    lastDone = event.do;
    timer = window.setTimeout(() => (setBusy(false), say(WORDS.noAnswer)), ANSWER_MS);
    try {
      host.send(event);
    } catch {
      setBusy(false);
      say(WORDS.notSent);
    }
  }

  // --- drawing
  /** @param {string} id @returns {HTMLElement | null} */
  const find = (id) => stage.querySelector(`#${CSS.escape(id)}`);

  /** The place of an element without an id: the way to it from the stage. @param {Element} element */
  function path(element) {
    const way = [];
    for (let at = element; at !== stage && at.parentElement; at = at.parentElement) {
      way.unshift([...at.parentElement.children].indexOf(at));
    }
    return way;
  }

  /** @param {View} next */
  function redraw(next) {
    const text = JSON.stringify(next.tree);
    if (text === drawn) return;
    drawn = text;
    const folds = new Map([...stage.querySelectorAll("details")].map((one) => [one.id, one.open]));
    const forms = new Map([...stage.querySelectorAll("form")].map((one) => [one.dataset.send, ticked(one)]));
    const active = stage.contains(document.activeElement) ? document.activeElement : null;
    const way = active && path(active);
    stage.replaceChildren(draw(next.tree, shift));
    for (const one of stage.querySelectorAll("details")) one.open = folds.get(one.id) ?? one.open;
    for (const form of stage.querySelectorAll("form")) {
      const values = (forms.get(form.dataset.send) ?? []).map((one) => one.value);
      for (const input of form.querySelectorAll("input")) input.checked = values.includes(input.value);
    }
    for (const field of stage.querySelectorAll("[data-keep]")) field.value = memory.kept[field.dataset.keep] ?? "";
    if (!active || !way || next.focus) return;
    const same = active.id ? find(active.id) : way.reduce((at, index) => at?.children[index], stage);
    if (same?.tagName === active.tagName) same.focus({ preventScroll: true });
  }

  /** @param {View} next */
  function receive(next) {
    if (!next?.tree) return;
    if (next.v !== 1) banner.textContent = WORDS.mismatch;
    const isFresh = !view || next.n <= view.n;
    if (view?.key !== next.key) recall(next.key);
    view = next;
    redraw(next);
    setBusy(false);
    if (next.focus) arrive(find(next.focus));
    say(next.status ?? "", !next.focus);
    if (isFresh && hollow(next.saved) && !hollow(memory.saved)) {
      send({ do: "resume", saved: memory.saved });
    } else if (!hollow(next.saved) || lastDone === "restart" || lastDone === "rewind") {
      memory.saved = next.saved;
      keep();
    }
  }

  /** Go there, opening what it is folded in. @param {HTMLElement | null} target */
  function arrive(target) {
    for (let at = target; at && at !== stage; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    const spot = target instanceof HTMLDetailsElement ? target.querySelector("summary") : target;
    spot?.focus({ preventScroll: true });
    spot?.scrollIntoView({ block: "start" });
  }

  // --- what the person does
  /** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
  const ticked = (form) => [...form.querySelectorAll("input")].filter((input) => input.checked);

  /** Why this form cannot be sent yet, or "". @param {HTMLFormElement} form */
  function lacking(form) {
    for (const set of form.querySelectorAll("fieldset")) {
      const count = set.querySelectorAll("input:checked").length;
      if (set.querySelector("[required]") && !count) return set.dataset.missing ?? "";
      if (set.dataset.max && count > Number(set.dataset.max)) return set.dataset.toomany ?? "";
    }
    return "";
  }

  /** @param {SubmitEvent} event */
  function onSubmit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    if (!form.dataset.send || busy) return;
    const lack = lacking(form);
    const alert = form.querySelector("[role=alert]");
    if (alert) alert.textContent = lack;
    if (lack) {
      (form.querySelector("input:checked") ?? form.querySelector("input"))?.focus();
      return;
    }
    const message = JSON.parse(form.dataset.send);
    for (const input of form.querySelectorAll("input")) {
      const name = input.name.replace("[]", "");
      if (name !== input.name) message[name] ??= [];
      if (input.checked && name !== input.name) message[name].push(input.value);
      else if (input.checked) message[name] = input.value;
    }
    send(message);
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const target = /** @type {Element} */ (event.target).closest("a, button");
    if (target instanceof HTMLAnchorElement && target.getAttribute("href")?.startsWith("#")) {
      event.preventDefault();
      arrive(find(target.hash.slice(1)));
    } else if (target instanceof HTMLButtonElement && target.dataset.send) {
      send(JSON.parse(target.dataset.send));
    } else if (target instanceof HTMLButtonElement && target.dataset.local) {
      LOCAL[target.dataset.local]?.(target);
    }
  }

  /** @param {Event} event */
  function onInput(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const alert = field.form?.querySelector("[role=alert]");
    if (alert && field.form && !lacking(field.form)) alert.textContent = "";
    if (!field.dataset.keep) return;
    if (field.value) memory.kept[field.dataset.keep] = field.value;
    else delete memory.kept[field.dataset.keep];
    keep();
  }

  // --- what stays in the browser
  /** @type {Record<string, (button: HTMLButtonElement) => void>} */
  const LOCAL = {
    "save-handout": () => {
      const url = URL.createObjectURL(new Blob([handout()], { type: "text/html" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = `${view?.key.split(":").pop()}-handout.html`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
      say(WORDS.handout);
    },
    print: () => {
      if (!shift) return window.print();
      // In a notebook the page around the play is not to be printed: print the handout from a frame.
      const frame = document.createElement("iframe");
      frame.className = "ck-unseen";
      frame.srcdoc = handout();
      frame.onload = () => frame.contentWindow?.print();
      stage.append(frame);
    },
    erase: (button) => {
      if (!button.dataset.sure) {
        const text = button.textContent;
        button.dataset.sure = "yes";
        button.textContent = WORDS.eraseAgain;
        button.onblur = () => ((button.textContent = text), delete button.dataset.sure);
        say(WORDS.erasing);
        return;
      }
      memory = { saved: null, kept: {} };
      keep();
      for (const field of stage.querySelectorAll("[data-keep]")) field.value = "";
      send({ do: "restart" });
    },
  };

  /** The play as one HTML file, with what the coach wrote and the kit's own styles in it. */
  function handout() {
    const title = stage.querySelector("h1, h2")?.textContent ?? "coachkit";
    const file = document.implementation.createHTMLDocument(title);
    const page = line("div", "coachkit ck-handout");
    page.append(draw(view?.tree ?? ""));
    for (const field of page.querySelectorAll("[data-keep]")) {
      const written = line("p", "ck-written");
      written.textContent = memory.kept[field.dataset.keep] ?? "";
      field.replaceWith(written);
    }
    for (const one of page.querySelectorAll("details")) one.open = true;
    for (const one of page.querySelectorAll("button, form, nav, .ck-steps")) one.remove();
    for (const meta of [
      { charset: "utf-8" },
      { name: "viewport", content: "width=device-width, initial-scale=1" },
      { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" },
    ]) {
      const element = file.createElement("meta");
      for (const [name, value] of Object.entries(meta)) element.setAttribute(name, value);
      file.head.prepend(element);
    }
    const style = file.createElement("style");
    style.textContent = ownStyles();
    file.head.append(style);
    file.documentElement.lang = view?.lang ?? "en";
    file.documentElement.dir = view?.dir ?? "ltr";
    const main = file.createElement("main");
    main.append(page);
    file.body.append(main);
    return `<!doctype html>\n${file.documentElement.outerHTML}`;
  }

  function ownStyles() {
    const rules = [];
    for (const sheet of document.styleSheets) {
      try {
        rules.push(...[...sheet.cssRules].map((rule) => rule.cssText).filter((text) => text.includes(".coachkit")));
      } catch {
        // A sheet from elsewhere may not be read, and is none of ours.
      }
    }
    return rules.join("\n");
  }

  /** @type {HTMLDetailsElement[]} */ let unfolded = [];
  function onBeforePrint() {
    unfolded = [...stage.querySelectorAll("details:not([open])")];
    for (const one of unfolded) one.open = true;
  }
  function onAfterPrint() {
    for (const one of unfolded) one.open = false;
  }

  root.addEventListener("submit", onSubmit);
  root.addEventListener("click", onClick);
  root.addEventListener("input", onInput);
  window.addEventListener("beforeprint", onBeforePrint);
  window.addEventListener("afterprint", onAfterPrint);
  receive(host.view());
  const stop = host.onView(receive);
  host.banner?.((text) => (banner.textContent = text));

  return {
    unmount() {
      if (typeof stop === "function") stop();
      clearTimeout(timer);
      root.removeEventListener("submit", onSubmit);
      root.removeEventListener("click", onClick);
      root.removeEventListener("input", onInput);
      window.removeEventListener("beforeprint", onBeforePrint);
      window.removeEventListener("afterprint", onAfterPrint);
      root.replaceChildren();
    },
  };
}

export default {
  /** JupyterLab: anywidget calls this for every place the widget is shown. @param {{model: any, el: HTMLElement}} at */
  render({ model, el }) {
    const root = document.createElement("div");
    // Without it JupyterLab takes the arrow keys in a radio group for its own.
    root.dataset.lmSuppressShortcuts = "true";
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
