// @ts-check
/**
 * The debrief: what coachkit.scoring.report and coachkit.ui.debrief make of a run that has ended.
 *
 * @typedef {import("./drawing.js").Piece} Piece
 * @typedef {import("./drawing.js").Values} Values
 */
import { Drawing, numbered } from "./drawing.js";
import { bestRun, place, standing, tell, turningTurn, walk, ways, worths } from "./play.js";

const REASONS_AT_ONCE = 3;
const STANDS = ["against", "mixed", "for"];
const BITS = { for: 1, mixed: 2, against: 4 };
const PRINCIPLE_LEVELS = ["shown", "partly", "against", "no-occasion"];
const BLOCK_LEVELS = ["standing", "strained", "broken", "no-occasion"];
const NO_OCCASION = "no-occasion";
const WEAKEST_FIRST = ["against", "partly", "no-occasion", "shown"];

/** The debrief of one play. */
export class Debrief {
  /** @type {Drawing} */ drawing;
  /** @type {any} */ data;
  /** @type {import("./play.js").Run} */ run;
  /** @type {import("./play.js").Play} */ play;
  /** @type {import("./play.js").Told[]} */ found;
  /** @type {Map<number, any>} */ written;

  /** @param {Drawing} drawing @param {import("./play.js").Play} play */
  constructor(drawing, play) {
    const { data } = drawing;
    const run = walk(data, standing(play.acts));
    Object.assign(this, { drawing, data, run, play, ...tell(data, run) });
    this.ending = place(data, run.at) - data.scenes.length;
    /** @type {string[]} */
    this.levels = this.data.principles.each.map((/** @type {any} */ _, /** @type {number} */ i) => PRINCIPLE_LEVELS[this.level("principle", i)]);
  }

  /** @param {Piece} piece @param {Values} values */
  fill(piece, values = {}) {
    return this.drawing.fill(piece, values);
  }

  tree() {
    const { data, run } = this;
    const count = run.steps.length;
    const weakest = [...this.levels.keys()].sort((a, b) => WEAKEST_FIRST.indexOf(this.levels[a]) - WEAKEST_FIRST.indexOf(this.levels[b]));
    return this.fill(data.frames.debrief, {
      notice: this.drawing.notice(this.play.notice),
      ending: this.fill(data.endings[this.ending].sections[count === 1 ? 0 : 1], {
        count,
        after: this.drawing.after(run.steps),
        story: this.drawing.story(run.at),
      }),
      sides: [0, 1].flatMap((side) => this.side(side)),
      turn: this.turn(),
      rows: this.rows(),
      trust: this.trust(),
      chairs: this.fill(data.chairs.section, { chairs: data.chairs.each.flatMap((/** @type {any} */ one, /** @type {number} */ i) => this.chair(one, i)) }),
      decisions: this.fill(data.frames.decisions, { decisions: run.steps.flatMap((step, turn) => this.decision(step, turn)) }),
      principles: this.principles(),
      items: weakest.slice(0, 3).flatMap((one) => this.fill(data.frames.item, { item: data.principles.each[one].practice })),
    })[0];
  }

  /** A finding as a reason for a level. @param {import("./play.js").Told} told */
  reason({ finding, turn }) {
    if (turn === null) return this.fill(finding.before);
    return this.fill(finding.item, { ...numbered(turn), chosen: this.data.choices[this.run.steps[turn].choice].short });
  }

  /** @param {any[]} items */
  list(items) {
    return items.length ? this.fill(this.data.evidence, { items }) : [];
  }

  /** @param {number} side */
  side(side) {
    const mine = this.found.filter(({ finding }) => finding.side === side);
    const level = Math.max(0, ...mine.map(({ finding }) => finding.level));
    mine.sort((a, b) => STANDS.indexOf(a.finding.stands) - STANDS.indexOf(b.finding.stands));
    const items = mine.map((told) => this.reason(told)[0]);
    const [shown, rest] = [items.slice(0, REASONS_AT_ONCE), items.slice(REASONS_AT_ONCE)];
    const { levels, more } = this.data.sides[side];
    return this.fill(levels[level], {
      evidence: this.list(shown),
      more: rest.length ? this.fill(more, { count: rest.length, evidence: this.list(rest) }) : [],
    });
  }

  /** What the key says of one principle or block, choice by choice. @param {"principle" | "block"} kind @param {number} one */
  judged(kind, one) {
    return this.run.steps.flatMap(({ choice }, turn) =>
      this.data.choices[choice].judged
        .filter((/** @type {any[]} */ [of, which]) => of === (kind === "block" ? 1 : 0) && which === one)
        .map((/** @type {any[]} */ [, , stands, item]) => ({ stands, item: this.fill(item, numbered(turn))[0] })),
    );
  }

  /** How all evidence on a principle or block adds up; the data say how. @param {"principle" | "block"} kind @param {number} one */
  level(kind, one) {
    let bits = 0;
    for (const { finding } of this.found) {
      if (finding[kind] === one) bits |= BITS[/** @type {"for"} */ (finding.stands)] | (finding.gravity === "grave" ? 8 : 0);
    }
    for (const { stands } of this.judged(kind, one)) bits |= BITS[/** @type {"for"} */ (stands)];
    return this.data.levels[bits];
  }

  /** @param {"principle" | "block"} kind @param {number} one */
  evidence(kind, one) {
    const mine = this.found.filter(({ finding }) => finding[kind] === one).map((told) => this.reason(told)[0]);
    return this.list([...mine, ...this.judged(kind, one).map(({ item }) => item)]);
  }

  principles() {
    const { each, sections } = this.data.principles;
    const folds = each.flatMap((/** @type {any} */ one, /** @type {number} */ i) => this.fill(one.folds[this.levels[i]], { evidence: this.evidence("principle", i) }));
    const rows = this.play.intents.flatMap((intent) => {
      const i = each.findIndex((/** @type {any} */ one) => one.id === intent);
      return this.fill(each[i].rows[this.levels[i]]);
    });
    return this.fill(sections[rows.length ? 1 : 0], { rows, principles: folds });
  }

  /** The blocks, each no firmer than the weakest rated block beneath it. */
  gated() {
    const rank = (/** @type {string} */ level) => ["broken", "strained", "standing"].indexOf(level);
    /** @type {{title: string, level: string} | null} */ let beneath = null;
    /** @type {{title: string, level: string} | null} */ let weakest = null;
    let row = "";
    return this.data.blocks.each.map((/** @type {any} */ block, /** @type {number} */ i) => {
      if (block.row !== row) [row, beneath] = [block.row, weakest];
      const own = BLOCK_LEVELS[this.level("block", i)];
      const isHeld = own !== NO_OCCASION && beneath !== null && rank(beneath.level) < rank(own);
      const level = isHeld && beneath ? beneath.level : own;
      if (level !== NO_OCCASION && (!weakest || rank(level) < rank(weakest.level))) weakest = { title: block.title, level };
      return { title: block.title, row, level, rank: rank(level), holder: isHeld ? beneath?.title : "", state: block.states[`${own}/${level}`] };
    });
  }

  trust() {
    const { sections, drawn } = this.data.blocks;
    const blocks = this.gated();
    const shaken = blocks.filter((/** @type {any} */ b) => b.row === "base" && (b.level === "broken" || b.level === "strained"));
    shaken.sort((/** @type {any} */ a, /** @type {any} */ b) => a.rank - b.rank);
    const held = blocks.filter((/** @type {any} */ b) => b.holder).map((/** @type {any} */ b) => b.title);
    const each = (/** @type {string} */ part) => blocks.map(({ state, holder }, /** @type {number} */ i) => this.fill(state[part], { holder, evidence: this.evidence("block", i) })[0]);
    const stones = each("stone");
    return this.fill(sections[!shaken.length ? 0 : !held.length ? 1 : 2], {
      weakest: shaken[0]?.title,
      held: held.length > 1 ? `${held.slice(0, -1).join(", ")} and ${held.at(-1)}` : held[0],
      words: each("words").map((/** @type {any[]} */ one) => one[2]).join(" "),
      stones: drawn.map((/** @type {number} */ i) => stones[i]),
      rows: each("row"),
      blocks: each("entry"),
    });
  }

  rows() {
    const { facts, columns, frames } = this.data;
    return facts.flatMap((/** @type {Piece} */ fact, /** @type {number} */ i) => {
      if (!this.written.has(i)) return [];
      const cells = Array.from({ length: columns }, (_, column) => this.written.get(facts.length + i * columns + column));
      return this.fill(frames.row, { fact: this.fill(fact), cells: this.drawing.all(cells) });
    });
  }

  /** @param {any} chair @param {number} number */
  chair(chair, number) {
    const { data } = this;
    const count = data.facts.length;
    const told = [...this.run.steps.flatMap(({ choice }) => data.choices[choice].moments), ...data.moments[this.ending]];
    const moments = this.drawing.all(told.filter(([who]) => who === number).map(([, moment]) => moment));
    const lines = (/** @type {number} */ first, /** @type {Piece[]} */ pieces) => {
      const kept = [...this.written].filter(([at, line]) => at >= first && at < first + count && line);
      const items = kept.flatMap(([, item]) => this.fill(data.frames.item, { item }));
      return items.length ? this.drawing.all(pieces, { items }) : [];
    };
    const first = count * (1 + data.columns + number);
    return this.fill(chair.frame, {
      moments: moments.length ? moments : this.drawing.all(chair.nothing),
      knows: lines(first, chair.knows),
      unaware: lines(first + count * data.chairs.each.length, chair.unaware),
    });
  }

  /** @param {import("./play.js").Step} step @param {number} turn */
  decision(step, turn) {
    const { data } = this;
    const [decision, findings, fold] = data.choices[step.choice].decision;
    const notes = this.found.filter((told) => told.turn === turn).flatMap(({ finding }) => this.fill(finding.note));
    const others = ways(data, step.from).filter(({ choice }) => choice !== step.choice);
    const items = this.drawing.all(others.map(({ choice }) => data.choices[choice].other));
    return this.fill(decision, {
      ...numbered(turn),
      findings: notes.length ? this.fill(findings, { items: notes }) : [],
      others: items.length ? this.fill(fold, { ...numbered(turn), items }) : [],
    });
  }

  /** The turning point, and the road not taken from there. */
  turn() {
    const { data, run } = this;
    const worth = worths(data, run);
    const turn = turningTurn(worth);
    if (turn < 0) return this.fill(data.turn.none);
    const taken = data.choices[run.steps[turn].choice];
    const best = bestRun(data, run, turn);
    const { found } = tell(data, best);
    const end = data.endings[place(data, best.at) - data.scenes.length];
    const steps = best.steps.slice(turn).map(({ choice }) => data.choices[choice]);
    const good = found.filter((told) => told.finding.gravity === "good" && told.turn !== null && told.turn >= turn);
    const gains = [...new Set(good.map(({ finding }) => finding.text))];
    const form = (end.title === data.endings[this.ending].title ? 4 : 0) + (steps.length > 1 ? 2 : 0) + (gains.length ? 1 : 0);
    const road = this.fill(data.turn.roads[form], {
      ending: end.title,
      elsewhere: end.title,
      plain: end.plain,
      standing: this.fill(end.label),
      first: this.drawing.all(steps[0].phrase),
      steps: steps.slice(1).flatMap((one) => this.fill(data.turn.step, { step: this.drawing.all(one.phrase) })),
      gains: gains.flatMap((text) => this.fill(data.frames.item, { item: data.pieces[text] })),
    });
    return this.fill(data.turn.point, {
      ...numbered(turn),
      count: run.steps.length,
      scene: data.scenes[taken.scene].title,
      chosen: this.drawing.all(taken.phrase),
      lost: this.lost(worth[turn], worth[turn + 1], turn, found, end.standing),
      road,
    });
  }

  /**
   * What went out of reach, as coachkit.scoring.report says it.
   * @param {number[]} before @param {number[]} after @param {number} turn @param {import("./play.js").Told[]} best @param {string} standing
   */
  lost(before, after, turn, best, standing) {
    const anyway = new Set(best.map(({ finding }) => finding.text));
    const bad = this.found.filter((told) => told.turn === turn && !anyway.has(told.finding.text));
    const worst = ["grave", "serious", "light"].flatMap((gravity) => bad.filter(({ finding }) => finding.gravity === gravity))[0];
    const hasBroken = [0, 1, 2].some((i) => before[i] !== after[i]);
    if (hasBroken && worst) return `A way was still open on which this would not have happened: ${this.data.pieces[worst.finding.text]}`;
    if (hasBroken && !before[0] && !before[1] && !before[2]) return "After this, no way was left that kept both sides whole.";
    if (before[4] < after[4]) return `Until here the best ending within reach was “${standing}”; afterwards it was not.`;
    return "Another choice here would have asked less of the people involved.";
  }
}
