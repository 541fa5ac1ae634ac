"""The frames of the four phases: what `coachkit.ui` draws around that which each play fills in."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, cast

from coachkit.content.library import Entry
from coachkit.export.fragments import Holes, Pool, Tree, at, cut, find
from coachkit.export.samples import SIDES, Many, Samples
from coachkit.scoring import debrief as d
from coachkit.ui.chairs import chairs_section
from coachkit.ui.principles import principles_section
from coachkit.ui.prose import plain
from coachkit.ui.pyramid import block_words
from coachkit.ui.tree import Node, as_json, scoped
from coachkit.ui.trust import trust_section

LEVELS: tuple[d.PrincipleLevel, ...] = ("shown", "partly", "against", "no-occasion")
# A block by its own evidence, and after the gate, which only lowers.
STATES: tuple[tuple[d.BlockLevel, d.BlockLevel], ...] = (
    ("standing", "standing"), ("strained", "strained"), ("broken", "broken"), ("no-occasion", "no-occasion"),
    ("standing", "strained"), ("standing", "broken"), ("strained", "broken"),
)  # fmt: skip
_AT_ONCE = 4  # one more piece of evidence than a side shows at once


class Frames:
    """Draws the frames of one scenario into a pool. Everything it gives is made of numbers of pieces."""

    def __init__(self, entry: Entry, holes: Holes, pool: Pool) -> None:
        self.entry, self.holes, self.pool = entry, holes, pool
        self.samples = Samples(entry, holes)

    def tree(self, node: Node) -> Tree:
        """A node as it will stand in the page, its ids carrying the scenario's."""
        return cast("Tree", as_json(scoped(node, self.entry.scenario.id)))

    def all(self) -> dict[str, Any]:
        ending = next(iter(self.entry.scenario.endings))
        return {
            "frames": {**self._opening(), **self._trail(), **self._debrief(ending)},
            "turn": self._turn(ending),
            "scenes": [self._scene(scene) for scene in self.entry.scenario.scenes],
            "endings": [self._ending(ending) for ending in self.entry.scenario.endings],
            "sides": self._sides(ending),
            "principles": self._principles(ending),
            "blocks": self._blocks(ending),
            "chairs": self._chairs(),
        }

    def _opening(self) -> dict[str, int]:
        context = self.samples.sitting("context").drawn()
        (notice,) = cut(context, at("p", "ck-notice"), "notice")
        anticipate = self.samples.sitting("anticipate").drawn()
        cut(anticipate, at("p", "ck-notice"), "notice")
        return {name: self.pool.add(t) for name, t in (("notice", notice), ("context", context), ("anticipate", anticipate))}  # fmt: skip

    def _scene(self, scene_id: str) -> dict[str, Any]:
        step = self.samples.trail_step(scene_id, next(iter(self.entry.scenario.scenes[scene_id].choices)))
        scene = self.samples.scene(scene_id, (("x", "x"),), (step,), 0)
        tree = self.samples.sitting("enact", scene).drawn()
        cut(tree, at("p", "ck-notice"), "notice")
        cut(tree, at("div", "ck-after"), "after")
        cut(find(tree, at("div", "ck-story")), at("p"), "story")
        cut(tree, at("label", "ck-option"), "choices")
        cut(tree, at("details", name="trail"), "trail")
        return {"frame": self.pool.add(tree), "title": self.entry.scenario.scenes[scene_id].title}

    def _trail(self) -> dict[str, Any]:
        """The way so far, of one decision and of several; and how much was taken back."""
        scene_id = self.entry.scenario.start
        step = self.samples.trail_step(scene_id, next(iter(self.entry.scenario.scenes[scene_id].choices)))
        several = cast("Any", Many.of((step,), self.holes.number("count")))
        found: dict[str, Any] = {"trail": [], "undone": []}
        for trail, undone in (((step,), 1), (several, self.holes.number("count"))):
            scene = self.samples.scene(scene_id, (), trail, undone)
            tree = find(self.samples.sitting("enact", scene).drawn(), at("details", name="trail"))
            cut(find(tree, at("ol", "ck-trail")), at("li"), "steps")
            found["undone"] += self.pool.all(cut(tree, at("p", "ck-origin"), "undone"))
            found["trail"].append(self.pool.add(tree))
        return found

    def _ending(self, ending_id: str) -> dict[str, Any]:
        """The ending's own section, after one decision and after several."""
        ending = self.entry.scenario.endings[ending_id]
        debrief = self.samples.debrief(ending_id)
        several = cast("Any", Many.of(debrief.decisions, self.holes.number("count")))
        sections = []
        for one in (debrief, replace(debrief, decisions=several)):
            tree = find(self._drawn(one), at("section", name="ending"))
            cut(tree, at("div", "ck-after"), "after")
            cut(find(tree, at("div", "ck-story")), at("p"), "story")
            sections.append(self.pool.add(tree))
        tone = find(tree, at("span", "ck-label"))
        return {
            "id": ending_id,
            "title": ending.title,
            "plain": plain(ending.title),
            "standing": debrief.standing_title,
            "label": self.pool.add(tone),
            "sections": sections,
        }

    def _drawn(self, debrief: d.Debrief) -> Tree:
        return self.samples.sitting("reflect", debrief=debrief, closing=self.holes.text("closing")).drawn()

    def _debrief(self, ending_id: str) -> dict[str, int]:
        row = d.LedgerRow("", "", "", "", (d.LedgerCell("", "no", "", "", "x"),))
        tree = self._drawn(replace(self.samples.debrief(ending_id), ledger=(row,)))
        cut(tree, at("p", "ck-notice"), "notice")
        cut(tree, at("section", name="ending"), "ending")
        cut(tree, at("article", "ck-side"), "sides")
        cut(tree, at("section", name="turn"), "turn")
        (row_tree,) = cut(find(tree, at("tbody")), at("tr"), "rows")
        cut(row_tree, at("th"), "fact")
        cut(row_tree, at("td"), "cells")
        cut(tree, at("section", name="trust"), "trust")
        cut(tree, at("section", name="chairs"), "chairs")
        (decisions,) = cut(tree, at("section", name="decisions"), "decisions")
        cut(decisions, at("details", "ck-decision"), "decisions")
        cut(tree, at("section", name="principles"), "principles")
        think = find(tree, at("section", name="think"))
        (item,) = cut(find(think, at("ul", "ck-list")), at("li"), "items")
        kept = (("debrief", tree), ("row", row_tree), ("decisions", decisions), ("item", item))
        return {name: self.pool.add(one) for name, one in kept}

    def _turn(self, ending_id: str) -> dict[str, Any]:
        """The turning point and the road not taken: without one, and in every form that a road can have."""
        text = self.holes.text
        debrief = replace(self.samples.debrief(ending_id), ending=text("ending"))
        none = find(self._drawn(debrief), at("section", name="turn"))
        point = d.TurningPoint(self.holes.number("turn"), text("scene"), text("chosen"), text("lost"))
        roads, section = [], none
        for same, rest, gains in product((False, True), repeat=3):
            road = d.Road(
                turn=0,
                choice=text("first"),
                ending=text("ending" if same else "elsewhere"),
                standing=debrief.standing,
                standing_title=debrief.standing_title,
                steps=(text("first"), text("step"))[: 1 + rest],
                gains=(text("item"),) if gains else (),
            )
            several = cast("Any", Many.of(debrief.decisions, self.holes.number("count")))
            drawn = self._drawn(replace(debrief, decisions=several, turning_point=point, road=road))
            section = find(drawn, at("section", name="turn"))
            (tree,) = cut(section, at("details", name="road"), "road")
            cut(find(tree, at("blockquote")), at("span", "ck-line"), "first")
            if rest:
                (step,) = cut(find(tree, at("ol")), at("li"), "steps")
                cut(step, at("span", "ck-line"), "step")
            if gains:
                cut(find(tree, at("ul", "ck-list")), at("li"), "gains")
            cut(tree, at("span", "ck-label"), "standing")
            name = find(tree, at("span", "ck-more"))
            name[2] = name[2].replace(road.ending, text("plain"))
            roads.append(self.pool.add(tree))
        cut(find(section, at("blockquote")), at("span", "ck-line"), "chosen")
        return {
            "none": self.pool.add(none),
            "point": self.pool.add(section),
            "roads": roads,
            "step": self.pool.add(step),
        }

    def _sides(self, ending_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [{"levels": []}, {"levels": []}]
        for gravity in SIDES:
            evidence = _AT_ONCE if gravity else 0
            drawn = self._drawn(replace(self.samples.debrief(ending_id), sides=self.samples.sides(gravity, evidence)))
            for side, tree in zip(found, cut(drawn, at("article", "ck-side"), "sides"), strict=True):
                cut(tree, at("ul", "ck-evidence"), "evidence")
                for more in cut(tree, at("details"), "more"):
                    (evidence_list,) = cut(more, at("ul", "ck-evidence"), "evidence")
                    summary = find(more, at("summary"))
                    summary[2] = summary[2].replace("1", self.holes.text("count"), 1)
                    side["more"] = self.pool.add(more)
                    cut(evidence_list, at("li"), "items")
                    side["list"] = self.pool.add(evidence_list)
                side["levels"].append(self.pool.add(tree))
        return found

    def _principles(self, ending_id: str) -> dict[str, Any]:
        """The section without and with what was meant, and each principle at each level."""
        debrief = self.samples.debrief(ending_id)
        words = self.entry.frameworks.levels.principle_levels
        texts = self.entry.frameworks.principles
        found: list[dict[str, Any]] = [
            {"id": pid, "practice": p.practice, "folds": {}, "rows": {}} for pid, p in texts.items()
        ]
        sections = []
        for level in LEVELS:
            everyone = self.samples.principles(level)
            intents = tuple(d.Intent(p.id, p.title, level, words[level].title) for p in everyone)
            bare, full = (
                self.tree(principles_section(replace(debrief, principles=everyone, intents=meant), {}))
                for meant in ((), intents)
            )
            rows = cut(find(full, at("tbody")), at("tr"), "rows")
            cut(bare, at("details"), "principles")
            for principle, row, fold in zip(found, rows, cut(full, at("details"), "principles"), strict=True):
                cut(fold, at("ul", "ck-evidence"), "evidence")
                principle["folds"][level] = self.pool.add(fold)
                principle["rows"][level] = self.pool.add(row)
            sections = self.pool.all([bare, full])
        return {"each": found, "sections": sections}

    def _blocks(self, ending_id: str) -> dict[str, Any]:
        """The section with its three ways to say what the gate did, and each block in each state."""
        debrief = replace(self.samples.debrief(ending_id), decisions=())
        found: list[dict[str, Any]] = [
            {"id": b.id, "title": b.title, "row": b.row, "states": {}} for b in self.samples.blocks(*STATES[0])
        ]
        drawn = [found.index(b) for row in ("top", "middle", "base") for b in found if b["row"] == row]
        for own, level in STATES:
            blocks = self.samples.blocks(own, level)
            tree = self.tree(trust_section(replace(debrief, blocks=blocks), {}))
            stones = cut(find(tree, at("svg")), at("g", "ck-block"), "stones")
            rows = cut(find(tree, at("tbody")), at("tr"), "rows")
            entries = cut(find(tree, at("details", name="trust-evidence")), at("div", "ck-entry"), "blocks")
            for i, (block, row, entry) in enumerate(zip(blocks, rows, entries, strict=True)):
                cut(entry, at("ul", "ck-evidence"), "evidence")
                found[i]["states"][f"{own}/{level}"] = {
                    "stone": self.pool.add(stones[drawn.index(i)]),
                    "row": self.pool.add(row),
                    "entry": self.pool.add(entry),
                    "words": self.pool.add(["p", {}, f"{block.title}: {block_words(block)}."]),
                }
        free = self.samples.blocks("standing", "standing")[0]
        held = replace(self.samples.blocks("standing", "broken")[0], title=self.holes.text("held"))
        sections = []
        for weakest, block in ((None, free), (self.holes.text("weakest"), free), (self.holes.text("weakest"), held)):
            tree = self.tree(trust_section(replace(debrief, blocks=(block,), weakest=weakest), {}))
            cut(find(tree, at("svg")), at("g", "ck-block"), "stones")
            cut(find(tree, at("tbody")), at("tr"), "rows")
            cut(find(tree, at("details", name="trust-evidence")), at("div", "ck-entry"), "blocks")
            find(tree, at("desc"))[2:] = [["$", "words"]]
            sections.append(self.pool.add(tree))
        return {"each": found, "sections": sections, "drawn": drawn}

    def _chairs(self) -> dict[str, Any]:
        scenario, text = self.entry.scenario, self.holes.text
        found = []
        for one in scenario.chairs:
            person = scenario.people[one]
            role = self.entry.frameworks.levels.roles[person.role].title
            found.append(d.Chair(person.name, role, (("", text("told")),), (text("item"),), (text("item"),)))
        tree = self.tree(chairs_section(found))
        bare = self.tree(chairs_section([replace(c, moments=(), knows=(), unaware=()) for c in found]))
        chairs = []
        nothing = cut(bare, at("details"), "chairs")
        for fold, empty in zip(cut(tree, at("details"), "chairs"), nothing, strict=True):
            cut(fold, at("div", "ck-moment"), "moments")
            start = fold.index(["$", "moments"])
            lists = fold[start + 1 :]
            for heard in lists[1::2]:
                cut(heard, at("li"), "items")
            fold[start + 1 :] = [["$", "knows"], ["$", "unaware"]]
            chairs.append(
                {
                    "frame": self.pool.add(fold),
                    "nothing": self.pool.all(empty[3:]),
                    "knows": self.pool.all(lists[:2]),
                    "unaware": self.pool.all(lists[2:]),
                }
            )
        return {"section": self.pool.add(tree), "each": chairs}
