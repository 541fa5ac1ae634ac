"""Pieces with holes: what stands in them, where they are cut, and that each is kept once."""

from __future__ import annotations

from coachkit.export.fragments import Holes, Pool, at, cut, find


def test_a_hole_becomes_a_slot_in_texts_and_in_attributes() -> None:
    holes = Holes("")
    tree = [
        "p",
        {"id": f"decision-{holes.number('turn') + 1}"},
        f"Decision {holes.number('turn') + 1}: {holes.text('chosen')}.",
    ]
    assert holes.slotted(tree) == [
        "p", {"id": ["decision-", ["$", "number"]]}, "Decision ", ["$", "number"], ": ", ["$", "chosen"], "."
    ]  # fmt: skip


def test_a_hole_is_a_number_that_the_content_does_not_hold() -> None:
    assert Holes("90001").text("x") not in Holes("").text("x")
    words = f"{Holes('').text('x')} {Holes('90001').text('x')}"
    assert Holes(words).slotted(["p", {}, words]) == ["p", {}, words]


def test_neighbours_of_a_kind_are_cut_out_together() -> None:
    tree = ["div", {}, ["p", {}], ["ul", {}, ["li", {}, "a"], ["li", {}, "b"]], "end"]
    assert cut(tree, at("li"), "items") == [["li", {}, "a"], ["li", {}, "b"]]
    assert tree == ["div", {}, ["p", {}], ["ul", {}, ["$", "items"]], "end"]
    assert cut(tree, at("table"), "none") == []


def test_an_element_is_found_by_the_name_that_its_heading_bears() -> None:
    one, other = (
        ["section", {"aria-labelledby": "curiosity-turn"}],
        ["details", {"id": "curiosity-road", "class": "a b"}],
    )
    assert find(["div", {}, one, other], at("section", name="turn")) is one
    assert find(["div", {}, one, other], at("details", "b", "road")) is other


def test_a_pool_keeps_each_element_and_long_text_once() -> None:
    pool = Pool(Holes(""))
    text = "A text that is long enough to be kept apart."
    shared = ["p", {}, text]
    numbers = [pool.add(["li", {}, shared]), pool.add(["li", {}, shared, "more"]), pool.add(["li", {}, shared])]
    assert numbers == [0, 1, 0]
    pieces = pool.packed()
    assert pieces == [["li", {}, 2], ["li", {}, 2, "more"], ["p", {}, text]]
