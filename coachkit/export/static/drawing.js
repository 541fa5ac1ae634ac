// @ts-check
/**
 * The pieces of a scenario's views. Every element was made by coachkit/ui and stands in the data; here slots are filled.
 *
 * @typedef {string | number | any[]} Piece  a number names a piece; ["$", name] is a slot
 * @typedef {Record<string, string | number | any[]>} Values
 */
import { place, standing, undone, walk, ways } from "./play.js";

/** @param {number} turn @returns {Values} */
export const numbered = (turn) => ({ turn, number: turn + 1 });

/** Draws one scenario as coachkit.ui.play.play_view does. */
export class Drawing {
  /** @param {any} data */
  constructor(data) {
    this.data = data;
  }

  /** The piece with its slots filled, as a row of elements and texts. @param {Piece} piece @param {Values} values @returns {any[]} */
  fill(piece, values = {}) {
    if (typeof piece === "number") return this.fill(this.data.pieces[piece], values);
    if (typeof piece === "string") return [piece];
    const [tag, attributes, ...children] = piece;
    if (tag === "$") {
      const value = values[attributes] ?? [];
      return Array.isArray(value) ? value : [String(value)];
    }
    const whole = (/** @type {any} */ parts) => (typeof parts === "string" ? parts : parts.map((/** @type {any} */ one) => this.fill(one, values)[0]).join(""));
    const row = [tag, Object.fromEntries(Object.entries(attributes).map(([name, parts]) => [name, whole(parts)]))];
    for (const one of this.all(children, values)) {
      if (typeof one === "string" && typeof row.at(-1) === "string" && row.length > 2) row[row.length - 1] += one;
      else if (one !== "") row.push(one);
    }
    return [row];
  }

  /** @param {Piece[]} pieces @param {Values} values */
  all(pieces, values = {}) {
    return pieces.flatMap((piece) => this.fill(piece, values));
  }

  /** The view of any phase but the last. @param {import("./play.js").Play} play */
  tree(play) {
    const { data } = this;
    const notice = this.notice(play.notice);
    if (play.phase !== "enact") return this.fill(data.frames[play.phase], { notice })[0];
    const { steps, at } = walk(data, standing(play.acts));
    const trail = steps.flatMap(({ choice }, turn) => this.fill(data.choices[choice].step, numbered(turn)));
    const back = undone(play.acts);
    const taken = back ? this.fill(data.frames.undone[back === 1 ? 0 : 1], { count: back }) : [];
    const count = steps.length;
    return this.fill(data.scenes[place(data, at)].frame, {
      notice,
      ...numbered(count),
      after: this.after(steps),
      story: this.story(at),
      choices: this.all(ways(data, at).map(({ choice }) => data.choices[choice].option)),
      trail: count ? this.fill(data.frames.trail[count === 1 ? 0 : 1], { count, steps: trail, undone: taken }) : taken,
    })[0];
  }

  /** @param {string} notice */
  notice(notice) {
    return notice ? this.fill(this.data.frames.notice, { notice }) : [];
  }

  /** What came of the last choice. @param {import("./play.js").Step[]} steps */
  after(steps) {
    const last = steps.at(-1);
    return last ? this.all(this.data.choices[last.choice].after) : [];
  }

  /** The text of a state. @param {number} state */
  story(state) {
    return this.all(this.data.texts[this.data.states[state][0]].slice(1));
  }
}
