// @ts-check
/** A page of its own: the session that a host in Python would keep, and kit.js to draw it. */
import { Debrief } from "./debrief.js";
import { Drawing } from "./drawing.js";
import { mount } from "./kit.js";
import { fresh, handle, standing } from "./play.js";

const HEADINGS = { context: "title", anticipate: "anticipate", enact: "scene", reflect: "ending" };

/** A play and its numbered views, as a host in Python would give them. */
export class Session {
  /** @param {any} data */
  constructor(data) {
    this.data = data;
    this.drawing = new Drawing(data);
    this.play = fresh();
    this.n = 1;
    this.view = this.#view(null, "");
  }

  /** The view after an event; a refused one changes nothing. @param {any} event */
  answer(event) {
    const before = this.play;
    const after = handle(this.data, before, event);
    this.play = after ?? before;
    this.n += 1;
    const isMoved = this.#place(before) !== this.#place(this.play);
    const focus = isMoved ? `${this.data.id}-${HEADINGS[/** @type {"enact"} */ (this.play.phase)]}` : null;
    this.view = this.#view(focus, after ? (isMoved ? this.#news(before) : "") : this.data.refused);
    return this.view;
  }

  /** @param {string | null} focus @param {string} status */
  #view(focus, status) {
    const { data, play, n } = this;
    const saved = { v: 1, scenario: data.id, hash: data.hash, phase: play.phase, intents: play.intents, acts: play.acts };
    const { phase } = play;
    const tree = phase === "reflect" ? new Debrief(this.drawing, play).tree() : this.drawing.tree(play);
    return { v: data.v, n, tree, focus, status, saved, key: data.key, phase, lang: data.lang, dir: data.dir };
  }

  /** @param {import("./play.js").Play} play */
  #place({ phase, acts }) {
    return phase === "enact" ? `enact ${standing(acts).length}` : phase;
  }

  /** @param {import("./play.js").Play} before */
  #news(before) {
    const { phase, notice, acts } = this.play;
    const [now, then] = [standing(acts).length, standing(before.acts).length];
    if (notice) return notice;
    if (phase === "reflect") return "The conversation is over. Here is the debrief.";
    if (phase === "context") return "Back at the start.";
    if (phase !== "enact") return "";
    const isBack = before.phase === "reflect" || (before.phase === "enact" && then > now);
    return isBack ? `Back at decision ${now + 1}.` : `Decision ${now + 1}.`;
  }
}

/** Unpack what the page carries, and play it in `root`. @param {string} packed @param {HTMLElement} root */
export async function open(packed, root) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const session = new Session(JSON.parse(await new Response(stream).text()));
  /** @type {(view: any) => void} */ let show = () => {};
  mount(root, { view: () => session.view, onView: (cb) => void (show = cb), send: (event) => show(session.answer(event)) });
}
