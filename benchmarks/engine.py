"""Steps a second of our engine and of inkjs, on the same random walks through the same story."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.ink import ink_of
from benchmarks.table import table
from coachkit.content.library import Library
from coachkit.engine import Story, offered, start, step, story_of

HERE = Path(__file__).parent
SEED = 20_261_121
COMPARED = 300  # walks of which both must have made the very same choices
MOST = 400  # decisions after which a walk is given up


class Dice:
    """A generator so small that walk.mjs has the same one."""

    def __init__(self, seed: int) -> None:
        self._state = seed & 0xFFFFFFFF

    def below(self, count: int) -> int:
        self._state = (self._state * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
        return (self._state >> 16) % count


def walk(story: Story, dice: Dice) -> list[str]:
    """The choices of one random play, to an ending."""
    state = start(story)
    taken = []
    while (choices := list(offered(story, state))) and len(taken) < MOST:
        choice = choices[dice.below(len(choices))]
        taken.append(choice)
        state = step(story, state, choice).after
    return taken


def fingerprint(story: Story) -> str:
    """What the first walks did, in short."""
    dice = Dice(SEED)
    lines = "\n".join(" ".join(walk(story, dice)) for _ in range(COMPARED))
    return hashlib.sha256(lines.encode()).hexdigest()


def our_steps_per_s(story: Story, seconds: float) -> float:
    """Choices taken a second, plays begun anew included."""
    dice = Dice(SEED)
    steps = 0
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        steps += len(walk(story, dice))
    return steps / passed


def inkjs_figures(story: Story, seconds: float, runs: int) -> dict[str, object]:
    """The same of inkjs: version, fingerprint, and steps a second of each run. Raises OSError or CalledProcessError."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise FileNotFoundError("inkjs needs node and npm")
    if not (HERE / "node_modules" / "inkjs").is_dir():
        subprocess.run([npm, "ci", "--silent"], cwd=HERE, check=True, stdin=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "story.ink"
        source.write_text(ink_of(story), "utf-8")
        asked = json.dumps(
            {"seed": SEED, "compared": COMPARED, "most": MOST, "seconds": seconds, "runs": runs, "ink": str(source)}
        )
        done = subprocess.run(
            [node, str(HERE / "walk.mjs"), asked], check=True, capture_output=True, text=True, encoding="utf-8"
        )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def report(scenario: str, seconds: float, runs: int) -> str:
    """The comparison as text."""
    story = story_of(Library.default().entry(scenario))
    ours = median(our_steps_per_s(story, seconds) for _ in range(runs))
    rows = [["", "steps a second", "microseconds a step"], ["coachkit", f"{ours:,.0f}", f"{1e6 / ours:.1f}"]]
    notes = [
        f"Scenario '{scenario}', {len(story.scenario.scenes)} scenes; random walks, medians of {runs} runs of {seconds} s.",
        "A step of ours: which choices are offered, one taken, every move folded into the ledger with source and",
        "permission, the next scene entered; no text is put together. A step of inkjs: a choice taken, the story's",
        "variables changed, the next lines of text put together, which choices are offered.",
    ]
    try:
        found = inkjs_figures(story, seconds, runs)
    except (OSError, subprocess.CalledProcessError) as error:
        notes.append(f"inkjs was left out: {error}")
    else:
        theirs = median(found["steps_per_s"])  # type: ignore[arg-type]  # a list of numbers, by walk.mjs
        rows.append([f"inkjs {found['version']}", f"{theirs:,.0f}", f"{1e6 / theirs:.1f}"])
        same = found["fingerprint"] == fingerprint(story)
        notes.append(
            f"The first {COMPARED} walks took the same choices in both."
            if same
            else "WARNING: the two did not take the same walks; the figures compare different stories."
        )
    return "\n".join([table(rows), "", *notes])
