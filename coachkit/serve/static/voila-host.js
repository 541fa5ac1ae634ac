// @ts-check
/**
 * The app's host on a page served by Voilà: keeps one websocket to the widget's kernel and brings the
 * play back when the socket, the kernel or the network is lost. What is drawn is kit.js's business.
 *
 * A word on names: an "event" is what the person did (`{"do": "choose", …}`), a "view" is Python's answer.
 */
import { mount } from "./kit.js";

/** @typedef {{v: number, n: number, tree: unknown[], key: string, saved?: unknown, lang?: string, dir?: string}} View */
/** @typedef {{kernel: string, model: string, base: string, view: View | null}} Boot */
/** @typedef {{event: object, before: string, sent: boolean}} Waiting */

const LIBRARY = "coachkit:library"; // coachkit.ui.view
const GONE = 4410; // coachkit.serve.sockets: this kernel has ended
const ANSWER_MS = 6000; // an event unanswered for so long means that the socket or the kernel is not well
const HELLO_MS = 4000;
const SLOW_MS = 2500;
const NOTICE_AFTER_MS = 500; // a blip shorter than this is nobody's concern
const LAST_WAIT_MS = 8000;
const ASLEEP_MS = 15000;

const WORDS = {
  lost: "The connection was lost. Your choices are safe in this browser. Trying again…",
  offline: "This device is offline. Your choices are safe in this browser. You can go on when the connection is back.",
  slow: "Still waiting for an answer. Your choices are safe in this browser.",
  renew: "The server is setting up your practice again. Your choices are safe in this browser.",
  full: "All seats are taken just now. Your choices are safe in this browser. Trying again…",
  missing: "This scenario is no longer offered here. Your choices are safe in this browser.",
  back: "Connected again. You can go on.",
};

/** @param {string} id */
const readJson = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
/** What a view shows, without its number: two views with the same face need no redrawing. @param {View | null} view */
const face = (view) => JSON.stringify([view?.saved, view?.tree]);

/** The line above the app that says what is wrong, in a status region that is always there. */
class Banner {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.soon = 0;
    this.fading = 0;
    this.shown = false;
  }

  /** @param {string} words @param {number} [delay] */
  say(words, delay = 0) {
    clearTimeout(this.soon);
    const show = () => {
      clearTimeout(this.fading);
      this.shown = true;
      if (this.element.textContent !== words) this.element.textContent = words;
    };
    if (delay && !this.shown) this.soon = setTimeout(show, delay);
    else show();
  }

  /** All is well: say so to someone who was told of trouble, then be quiet. */
  clear() {
    clearTimeout(this.soon);
    if (!this.shown) return;
    this.shown = false;
    this.element.textContent = WORDS.back;
    this.fading = setTimeout(() => { this.element.textContent = ""; }, 4000);
  }
}

class VoilaHost {
  headingShift = 0;
  /** @type {WebSocket | null} */ socket = null;
  /** @type {((view: View) => void)[]} */ watchers = [];
  /** @type {Waiting[]} */ queue = [];
  /** What the next view will answer. @type {"" | "hello" | "resume" | "event"} */ asked = "";
  synced = false; // the kernel and this page are known to be at the same point
  fresh = false; // this kernel is new and must first be told the saved play
  tries = 0;
  silences = 0;
  stopped = false;
  answerTimer = 0;
  slowTimer = 0;
  retryTimer = 0;
  hiddenSince = 0;
  renewing = false;
  /** @type {(() => void) | null} */ retry = null;

  /** @param {Boot} boot @param {{xsrf: string}} visit @param {Banner} notice */
  constructor(boot, visit, notice) {
    this.boot = boot;
    this.visit = visit;
    this.notice = notice;
    this.now = boot.view;
    this.synced = Boolean(boot.view); // the page came with the view this very kernel is at
    this.session = newId();
  }

  /** In the library an address may name a scenario after its #; what is open is named there in turn. */
  follow() {
    const wanted = location.hash.slice(1);
    if (this.now?.key !== LIBRARY) return;
    if (wanted) this.send({ do: "open", scenario: wanted });
    this.onView((view) => {
      const open = view.key === LIBRARY ? "" : `#${view.key.split(":").pop()}`;
      if (open !== location.hash) history.replaceState(null, "", location.pathname + location.search + open);
    });
    addEventListener("hashchange", () => {
      const name = location.hash.slice(1);
      this.send(name ? { do: "open", scenario: name } : { do: "close" });
    });
  }

  // -- what kit.js uses -------------------------------------------------------------------------------------

  view() { return this.now; }

  /** @param {(view: View) => void} watcher */
  onView(watcher) { this.watchers.push(watcher); }

  /** @param {object} event */
  send(event) {
    // kit.js gives its buttons back after a while: what a person chooses then replaces what never left.
    this.queue = this.queue.filter((waiting) => waiting.sent);
    if (JSON.stringify(this.queue[0]?.event) !== JSON.stringify(event)) {
      this.queue.push({ event, before: face(this.now), sent: false });
    }
    this.hurry();
    this.pump();
  }

  // -- the socket -------------------------------------------------------------------------------------------

  connect() {
    if (this.stopped || this.socket) return;
    clearTimeout(this.retryTimer);
    const { base, kernel } = this.boot;
    const address = new URL(`${base}api/kernels/${kernel}/channels?session_id=${this.session}`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => { if (socket === this.socket) this.opened(); };
    socket.onmessage = (message) => { if (socket === this.socket) this.heard(message.data); };
    socket.onclose = (closing) => { if (socket === this.socket) this.lost(closing.code === GONE); };
    this.await_("", ANSWER_MS); // a handshake may hang too
  }

  opened() {
    this.tries = 0;
    this.quiet();
    if (this.synced) return this.pump();
    this.asked = this.fresh && this.now?.saved ? "resume" : "hello";
    this.write(this.asked === "resume" ? { do: "resume", saved: this.now?.saved } : { do: "hello" });
    this.await_(this.asked, HELLO_MS);
  }

  /** @param {string} data */
  heard(data) {
    if (typeof data !== "string") return;
    const message = JSON.parse(data);
    const content = message.content || {};
    const kind = message.msg_type || message.header?.msg_type;
    if (kind === "status" && /^(dead|restarting)$/.test(content.execution_state)) return this.lost(true);
    if (kind === "comm_close") return this.lost(true);
    const view = kind === "comm_msg" && content.data?.method === "update" && content.data.state?.view;
    if (view) this.answered(view);
  }

  /** @param {View} view */
  answered(view) {
    const asked = this.asked;
    this.quiet();
    this.silences = 0;
    if (asked === "event") this.queue.shift();
    if (asked === "hello" || asked === "resume") {
      // A click whose answer was lost on the way has been done if the kernel has moved on since; it is not sent twice.
      const first = this.queue[0];
      if (first?.sent && !this.fresh && face(view) !== first.before) this.queue.shift();
      this.queue = this.queue.slice(-1);
      for (const waiting of this.queue) waiting.sent = false;
    }
    this.synced = true;
    this.fresh = false;
    this.notice.clear();
    if (face(view) !== face(this.now) || asked === "event" || asked === "") this.show(view);
    else this.now = view;
    this.pump();
  }

  /** @param {View} view */
  show(view) {
    this.now = view;
    if (view.lang) document.documentElement.lang = view.lang;
    if (view.dir) document.documentElement.dir = view.dir;
    for (const watcher of this.watchers) watcher(view);
  }

  /** Send the next event, if nothing is under way. */
  pump() {
    const next = this.queue[0];
    if (!next || next.sent || this.asked || !this.synced || this.socket?.readyState !== WebSocket.OPEN) return;
    next.sent = true;
    next.before = face(this.now);
    this.write(next.event);
    this.await_("event", ANSWER_MS);
  }

  /** @param {object} event */
  write(event) {
    const header = { msg_id: newId(), msg_type: "comm_msg", session: this.session, username: "", version: "5.3", date: new Date().toISOString() };
    const content = { comm_id: this.boot.model, data: { method: "custom", content: event } };
    this.socket?.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content }));
  }

  /** @param {"" | "hello" | "resume" | "event"} asked @param {number} within */
  await_(asked, within) {
    this.quiet();
    this.asked = asked;
    this.slowTimer = setTimeout(() => this.notice.say(WORDS.slow), SLOW_MS);
    this.answerTimer = setTimeout(() => {
      this.silences += 1;
      this.lost(this.silences >= 3); // a kernel that is silent on three sockets is as good as gone
    }, within);
  }

  quiet() {
    this.asked = "";
    clearTimeout(this.slowTimer);
    clearTimeout(this.answerTimer);
  }

  // -- trouble ----------------------------------------------------------------------------------------------

  drop() {
    const socket = this.socket;
    this.socket = null;
    this.quiet();
    if (socket) socket.close();
  }

  /** @param {boolean} gone whether the kernel has ended, and not only the socket */
  lost(gone) {
    this.drop();
    this.synced = false;
    if (gone) return this.renew();
    this.notice.say(navigator.onLine === false ? WORDS.offline : WORDS.lost, NOTICE_AFTER_MS);
    this.later(() => this.connect());
  }

  /** @param {() => void} action @param {number} [atLeast] */
  later(action, atLeast = 0) {
    clearTimeout(this.retryTimer);
    const wait = Math.max(atLeast, Math.min(LAST_WAIT_MS, 250 * 2 ** this.tries)) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.retryTimer = setTimeout(action, wait);
    this.retry = action;
  }

  /** Now and not later: the network is back, or someone looks at the page again. */
  hurry() {
    if (this.stopped || !this.retry || this.socket) return;
    clearTimeout(this.retryTimer);
    this.tries = 0;
    this.retry();
  }

  /** The kernel is gone: ask the page's own address for a new one, and go on from the saved play. */
  async renew() {
    if (this.renewing || this.stopped) return;
    this.renewing = true;
    this.notice.say(WORDS.renew, NOTICE_AFTER_MS);
    let words = "";
    let atLeast = 0;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok) {
        this.goodbye();
        const { boot, visit } = await answer.json();
        Object.assign(this, { boot, visit, fresh: true, session: newId(), silences: 0, tries: 0 });
      } else if (answer.status === 404) {
        this.stopped = true;
        this.notice.say(WORDS.missing);
      } else {
        words = answer.status === 503 ? WORDS.full : WORDS.lost;
        atLeast = LAST_WAIT_MS; // each try costs the server a kernel's start
      }
    } catch {
      words = navigator.onLine === false ? WORDS.offline : WORDS.lost;
    } finally {
      this.renewing = false;
    }
    if (words) {
      this.notice.say(words);
      this.later(() => this.renew(), atLeast);
    } else {
      this.connect();
    }
  }

  /** Tell the server that this kernel is no longer needed, in a way that outlives the page. */
  goodbye() {
    const address = `${this.boot.base}voila/api/shutdown/${this.boot.kernel}`;
    const form = new FormData();
    form.set("_xsrf", this.visit.xsrf);
    if (!navigator.sendBeacon?.(address, form)) {
      fetch(address, { method: "POST", body: form, keepalive: true }).catch(() => {});
    }
  }

  // -- the page's own life ----------------------------------------------------------------------------------

  listen() {
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.notice.say(WORDS.offline));
    addEventListener("pagehide", (leaving) => {
      clearTimeout(this.retryTimer);
      if (leaving.persisted) {
        this.drop(); // an open socket would keep the page out of the back/forward cache
        this.synced = false;
      } else {
        this.stopped = true;
        this.goodbye();
      }
    });
    addEventListener("pageshow", (coming) => { if (coming.persisted) this.connect(); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.hiddenSince = Date.now();
      else this.looked();
    });
  }

  /** Someone looks at the page again, perhaps after the laptop slept: find out whether the socket still lives. */
  looked() {
    this.hurry();
    const away = this.hiddenSince && Date.now() - this.hiddenSince > ASLEEP_MS;
    this.hiddenSince = 0;
    if (!away || this.asked || this.socket?.readyState !== WebSocket.OPEN) return;
    this.write({ do: "hello" });
    this.await_("hello", HELLO_MS);
  }
}

function start() {
  document.getElementById("coachkit-starting")?.remove();
  const app = document.getElementById("coachkit-app");
  const root = /** @type {HTMLElement | null} */ (app?.firstElementChild ?? app);
  const boot = readJson("coachkit-boot");
  const banner = document.getElementById("coachkit-banner");
  if (!root || !boot || !banner) return; // the page says in its own words that it could not be made
  const host = new VoilaHost(boot, readJson("coachkit-visit") || { xsrf: "" }, new Banner(banner));
  host.listen();
  host.connect();
  if (host.view()) {
    mount(root, host);
    host.follow();
  } else {
    let mounted = false;
    host.onView(() => {
      if (!mounted) mount(root, host);
      mounted = true;
    });
  }
}

start();
