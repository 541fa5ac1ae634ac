// Random walks through an ink story with inkjs; what benchmarks/engine.py does with our engine.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Compiler } from "inkjs/full";

const asked = JSON.parse(process.argv[2]);
const story = new Compiler(readFileSync(asked.ink, "utf8")).Compile();

/** The generator of engine.py. @param {number} seed */
function dice(seed) {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  };
}

const tell = () => { while (story.canContinue) story.Continue(); };

function walk(below) {
  story.ResetState();
  tell();
  const taken = [];
  while (story.currentChoices.length > 0 && taken.length < asked.most) {
    const choice = story.currentChoices[below(story.currentChoices.length)];
    taken.push(choice.tags[0]);
    story.ChooseChoiceIndex(choice.index);
    tell();
  }
  return taken;
}

function fingerprint() {
  const below = dice(asked.seed);
  const lines = Array.from({ length: asked.compared }, () => walk(below).join(" "));
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

function stepsPerSecond() {
  const below = dice(asked.seed);
  let steps = 0;
  let passed = 0;
  const began = performance.now();
  while ((passed = (performance.now() - began) / 1000) < asked.seconds) steps += walk(below).length;
  return steps / passed;
}

const { version } = JSON.parse(readFileSync(new URL("node_modules/inkjs/package.json", import.meta.url), "utf8"));
const print = fingerprint(); // also lets the compiler of JavaScript warm up
const steps_per_s = Array.from({ length: asked.runs }, stepsPerSecond);
console.log(JSON.stringify({ version, fingerprint: print, steps_per_s }));
