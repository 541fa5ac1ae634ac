// @ts-check
/**
 * A play on a page of its own: walks the automaton that Python wrote, and takes the events that Python would take.
 * It knows no coaching: what a choice means stands in the data, worked out by coachkit/export.
 *
 * @typedef {{choice: number, label: number, to: number}} Way
 * @typedef {{from: number} & Way} Step
 * @typedef {{steps: Step[], at: number, fits: boolean}} Run
 * @typedef {["choose", string] | ["rewind", number]} Act
 * @typedef {{phase: string, intents: string[], acts: Act[], notice: string}} Play
 * @typedef {{finding: any, turn: number | null}} Told
 */

const PHASES = ["context", "anticipate", "enact", "reflect"];
const CHANGED = "This scenario has changed since you played it. You are where your choices still fit.";
const CHANGED_A_LITTLE = "This scenario has changed a little since you played it. Your choices still fit.";

/** @returns {Play} */
export const fresh = () => ({ phase: "context", intents: [], acts: [], notice: "" });

/** The choices that stand, after every undoing. @param {Act[]} acts @returns {string[]} */
export function standing(acts) {
  const kept = [];
  for (const [what, one] of acts) {
    if (what === "choose") kept.push(one);
    else kept.splice(/** @type {number} */ (one));
  }
  return /** @type {string[]} */ (kept);
}

/** How many choices were undone so far. @param {Act[]} acts */
export const undone = (acts) => acts.filter(([what]) => what === "choose").length - standing(acts).length;

/** The ways that leave a state. @param {any} data @param {number} state @returns {Way[]} */
export function ways(data, state) {
  const [, , , ...row] = data.states[state];
  return Array.from({ length: row.length / 3 }, (_, i) => ({ choice: row[3 * i], label: row[3 * i + 1], to: row[3 * i + 2] }));
}

/** Whether that state is an ending. @param {any} data @param {number} state */
export const isEnding = (data, state) => place(data, state) >= data.scenes.length;

/** The scene or, after all scenes, the ending of a state. @param {any} data @param {number} state @returns {number} */
export const place = (data, state) => data.texts[data.states[state][0]][0];

/** These choices walked from the start, as far as they are offered. @param {any} data @param {string[]} choices @returns {Run} */
export function walk(data, choices) {
  const steps = [];
  let at = 0;
  for (const id of choices) {
    const way = ways(data, at).find(({ choice }) => data.choices[choice].id === id);
    if (!way) return { steps, at, fits: false };
    steps.push({ from: at, ...way });
    at = way.to;
  }
  return { steps, at, fits: true };
}

/** The play after an event, or null if the event is refused. @param {any} data @param {Play} play @param {any} event @returns {Play | null} */
export function handle(data, play, event) {
  const { phase } = play;
  switch (isObject(event) ? event.do : undefined) {
    case "begin":
      return phase === "context" ? { ...play, phase: "anticipate", notice: "" } : null;
    case "intend": {
      const intents = phase === "anticipate" ? principles(data, event.principles) : null;
      return intents && { ...play, phase: "enact", intents };
    }
    case "choose":
      return phase === "enact" ? choose(data, play, event) : null;
    case "rewind":
      return phase === "enact" || phase === "reflect" ? rewind(data, play, event.to) : null;
    case "restart":
      return fresh();
    case "resume":
      return resume(data, event.saved);
    case "hello":
      return play;
  }
  return null;
}

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} data @param {any} named @returns {string[] | null} */
function principles(data, named) {
  if (!Array.isArray(named) || named.length > data.bounds.intents) return null;
  const known = named.every((name) => data.principles.each.some((/** @type {any} */ one) => one.id === name));
  return known ? [...new Set(named)] : null;
}

/** @param {any} data @param {Play} play @param {any} event @returns {Play | null} */
function choose(data, play, { at, choice }) {
  const choices = standing(play.acts);
  if (at !== choices.length || typeof choice !== "string" || play.acts.length >= data.bounds.acts) return null;
  const run = walk(data, [...choices, choice]);
  if (!run.fits) return null;
  const phase = isEnding(data, run.at) ? "reflect" : "enact";
  return { ...play, phase, acts: [...play.acts, ["choose", choice]], notice: "" };
}

/** @param {any} data @param {Play} play @param {any} turn @returns {Play | null} */
function rewind(data, play, turn) {
  const isThere = Number.isInteger(turn) && turn >= 0 && turn < standing(play.acts).length;
  if (!isThere || play.acts.length >= data.bounds.acts) return null;
  return { ...play, phase: "enact", acts: [...play.acts, ["rewind", turn]], notice: "" };
}

/** What a browser kept, played again as far as it fits. @param {any} data @param {any} saved @returns {Play | null} */
function resume(data, saved) {
  if (!isObject(saved) || saved.v !== 1 || saved.scenario !== data.id || !PHASES.includes(saved.phase)) return null;
  const intents = principles(data, saved.intents);
  if (!intents || !areActs(data, saved.acts)) return null;
  let acts = saved.acts.map((/** @type {Act} */ act) => [...act]);
  const run = walk(data, standing(acts));
  const { length } = run.steps;
  let notice = saved.hash === data.hash ? "" : CHANGED_A_LITTLE;
  if (!run.fits) {
    notice = CHANGED;
    // A full record lets go of what was undone, to have room.
    acts = acts.length < data.bounds.acts ? [...acts, ["rewind", length]] : standing(acts).slice(0, length).map((id) => ["choose", id]);
  }
  const ended = isEnding(data, run.at) ? "reflect" : "enact";
  const phase = length ? ended : saved.phase === "reflect" ? "enact" : saved.phase;
  return { phase, intents, acts, notice };
}

/** @param {any} data @param {any} acts */
function areActs({ bounds }, acts) {
  const isAct = (/** @type {any} */ act) =>
    Array.isArray(act) && act.length === 2 &&
    ((act[0] === "choose" && typeof act[1] === "string" && [...act[1]].length <= bounds.id) ||
      (act[0] === "rewind" && Number.isInteger(act[1]) && act[1] >= 0 && act[1] <= bounds.acts));
  return Array.isArray(acts) && acts.length <= bounds.acts && acts.every(isAct);
}

/**
 * Every finding of a run with the decision that caused it, and what was written into the tables and the chairs.
 * What was left undone is laid at the last decision that could have done it.
 * @param {any} data @param {Run} run @returns {{found: Told[], written: Map<number, any>}}
 */
export function tell(data, { steps }) {
  /** @type {Told[]} */ const found = [];
  const written = new Map();
  const causes = new Map();
  const add = (/** @type {any[]} */ [own, late, did, missed, , writes], /** @type {number | null} */ turn) => {
    for (const one of did) causes.delete(one);
    for (const one of missed) causes.set(one, turn);
    for (const one of own) found.push({ finding: data.findings[one], turn });
    for (let i = 0; i < late.length; i += 2) found.push({ finding: data.findings[late[i]], turn: causes.get(late[i + 1]) ?? turn });
    for (let i = 0; i < writes.length; i += 2) written.set(writes[i], data.values[writes[i + 1]]);
  };
  add(data.opening, null);
  steps.forEach((step, turn) => add(data.labels[step.label], turn));
  return { found, written };
}

/** @param {number[]} one @param {number[]} other */
const plus = (one, other) => one.map((amount, i) => amount + other[i]);

/** Before each decision and after the last, the least cost still in reach. @param {any} data @param {Run} run @returns {number[][]} */
export function worths(data, { steps }) {
  const least = (/** @type {number} */ state) => data.values[data.states[state][1]];
  let spent = [0, 0, 0, 0, 0, 0];
  const found = [least(0)];
  for (const { label, to } of steps) {
    spent = plus(spent, data.values[data.labels[label][4]]);
    found.push(plus(spent, least(to)));
  }
  return found;
}

/** The decision that lost the most of what was in reach, the earliest of equals; -1 if nothing was lost. @param {number[][]} worth */
export function turningTurn(worth) {
  let most = [0, 0, 0, 0, 0, 0];
  let turn = -1;
  for (let i = 0; i + 1 < worth.length; i++) {
    const loss = worth[i + 1].map((cost, j) => cost - worth[i][j]);
    const first = loss.findIndex((amount, j) => amount !== most[j]);
    if (first >= 0 && loss[first] > most[first]) [most, turn] = [loss, i];
  }
  return turn;
}

/** The same play up to that decision, and then the best way. @param {any} data @param {Run} run @param {number} turn @returns {Run} */
export function bestRun(data, { steps }, turn) {
  const choices = steps.slice(0, turn).map(({ choice }) => choice);
  for (let at = steps[turn].from; data.states[at][2] >= 0; ) {
    const best = data.states[at][2];
    choices.push(best);
    at = /** @type {Way} */ (ways(data, at).find(({ choice }) => choice === best)).to;
  }
  return walk(data, choices.map((choice) => data.choices[choice].id));
}
