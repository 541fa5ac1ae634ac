"""The quiz's bank: its items and their keys, its forms, its stages and the versions of its key, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from coachkit.content.diagnostics import Diagnostic, did_you_mean
from coachkit.content.document import Document, Path_, read
from coachkit.content.frameworks import Frameworks
from coachkit.content.loader import M, validate
from coachkit.content.quiz import (
    HIGHEST,
    LOWEST,
    Forms,
    FrozenItem,
    Item,
    ItemKey,
    KeyVersion,
    Stages,
)
from coachkit.errors import ContentError

if TYPE_CHECKING:
    from coachkit.content.library import Library

CATEGORIES = 4  # of a calibrated item: raw 0, 1-2, 3-4, 5-6
STEM_WORDS = range(40, 91)  # MEASUREMENT, section 1
LONGEST_OPTION = 1.35  # times the shortest of its item, in words; beyond it the length is noticed
QUIZ, FORMS, STAGES_FILE, VERSIONS = "quiz", "forms.yaml", "stages.yaml", "versions"


@dataclass(frozen=True)
class Keyed:
    """An item and its key."""

    item: Item
    key: ItemKey

    def frozen(self) -> FrozenItem:
        """The key as numbers."""
        options = {oid: option.key for oid, option in self.key.options.items()}
        unsafe = tuple(oid for oid, option in self.key.options.items() if option.unsafe)
        return FrozenItem(
            principle=self.key.principle, block=self.key.block, safeguarding=self.key.safeguarding,
            options=options, unsafe=unsafe,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Bank:
    """All that the quiz is made of. Two banks are equal only if they are one."""

    folder: Path
    frameworks: Frameworks
    items: Mapping[str, Keyed]
    stages: Stages
    forms: Forms | None  # None while nothing is assembled yet
    versions: Mapping[int, KeyVersion]

    @property
    def current(self) -> KeyVersion | None:
        """The version that new takes are scored with."""
        return self.versions[max(self.versions)] if self.versions else None

    @property
    def has_changed(self) -> bool:
        """Whether the key says something else than its newest version; parameters are no part of that."""
        newest = self.current.items if self.current else {}
        bare = {name: one.model_copy(update={"slope": None, "steps": ()}) for name, one in newest.items()}
        return {name: one.frozen() for name, one in self.items.items()} != bare

    def words_hash(self, names: Iterable[str]) -> str:
        """A hash of what a person reads in these items: a take that is gone on with knows whether they changed."""
        digest = sha256()
        for name in sorted(names):
            item = self.items[name].item
            digest.update(f"{name}\0{item.stem}\0{sorted(item.options.items())}\0".encode())
        return digest.hexdigest()[:16]


def seal_of(forms: Mapping[str, tuple[str, ...]], warm_up: tuple[str, ...], reserves: tuple[str, ...]) -> str:
    """What the forms' file must carry: a list changed by hand has another one."""
    text = repr((sorted((name, *items) for name, items in forms.items()), warm_up, reserves))
    return sha256(text.encode()).hexdigest()[:12]


def bank_of(library: Library, *, without_forms: bool = False, allow_changed: bool = False) -> Bank:
    """The bank beside a library's scenarios; see `load_bank`."""
    folder = library.folder / QUIZ
    return load_bank(folder, library.frameworks, without_forms=without_forms, allow_changed=allow_changed)


def load_bank(
    folder: Path, frameworks: Frameworks, *, without_forms: bool = False, allow_changed: bool = False
) -> Bank:
    """The bank in that folder; raises ContentError with everything that is wrong in it.

    `without_forms`: whatever the forms' file holds, since it is about to be written anew;
    `allow_changed`: also a key that differs from its newest version, since that is about to be written.
    """
    problems: list[Diagnostic] = []
    items, item_documents = _read_all(folder / "items", Item, problems)
    keys, key_documents = _read_all(folder / "keys", ItemKey, problems)
    versions, version_documents = _read_all(folder / VERSIONS, KeyVersion, problems)
    stages_document = read(folder / STAGES_FILE)
    stages = validate(stages_document, Stages, problems)
    has_forms = (folder / FORMS).exists() and not without_forms
    forms_document = read(folder / FORMS) if has_forms else None
    forms = validate(forms_document, Forms, problems) if forms_document else None
    if problems or stages is None:
        raise ContentError(tuple(sorted(problems)))
    for name, item in items.items():
        problems += _item(name, item, item_documents[name], frameworks)
        if name not in keys:
            problems.append(item_documents[name].problem("CK094", ("id",), f"item '{name}' has no key", f"Write keys/{name}.yaml."))  # fmt: skip
    for name, key in keys.items():
        problems += _key(name, key, items.get(name), key_documents[name], items, frameworks)
    problems += _stages(stages, stages_document, frameworks)
    if forms and forms_document:
        problems += _forms(forms, forms_document, items)
    for name, version in versions.items():
        problems += _version(name, version, version_documents[name])
    if problems:
        raise ContentError(tuple(sorted(set(problems))))
    keyed = {name: Keyed(items[name], keys[name]) for name in items}
    numbered = {version.version: version for version in versions.values()}
    bank = Bank(folder, frameworks, MappingProxyType(keyed), stages, forms, MappingProxyType(numbered))
    if not allow_changed and (stale := _stale(bank, version_documents)):
        raise ContentError((stale,))
    return bank


def _read_all(folder: Path, model: type[M], problems: list[Diagnostic]) -> tuple[dict[str, M], dict[str, Document]]:
    documents = {path.stem: read(path) for path in sorted(folder.glob("*.yaml"))}
    found = {name: validate(document, model, problems) for name, document in documents.items()}
    return {name: one for name, one in found.items() if one is not None}, documents


def _refer(document: Document, noun: str, word: str, known: Mapping[str, object], path: Path_, *, key: bool = False) -> Iterator[Diagnostic]:  # fmt: skip
    if word not in known:
        yield document.problem("CK025", path, f"unknown {noun} '{word}'", did_you_mean(word, known), key=key)


def _item(name: str, item: Item, document: Document, frameworks: Frameworks) -> Iterator[Diagnostic]:
    if item.id != name:
        yield document.problem("CK027", ("id",), f"id '{item.id}' in the file '{name}.yaml'", "Make them the same.")
    yield from _refer(document, "question", item.question, frameworks.questions, ("question",))
    yield from _refer(document, "agreement", item.agreement, frameworks.agreements, ("agreement",))
    for i, source in enumerate(item.sources):
        yield from _refer(document, "source", source, frameworks.sources, ("sources", i))
    words = len(item.stem.split())
    if words not in STEM_WORDS:
        yield document.problem("CK090", ("stem",), f"the stem has {words} words", f"Between {STEM_WORDS.start} and {STEM_WORDS.stop - 1} are read in one go and still decide.")  # fmt: skip
    sizes = {oid: len(text.split()) for oid, text in item.options.items()}
    longest, shortest = max(sizes, key=lambda o: sizes[o]), min(sizes, key=lambda o: sizes[o])
    if sizes[longest] > LONGEST_OPTION * sizes[shortest]:
        yield document.problem("CK091", ("options", longest), f"'{longest}' has {sizes[longest]} words, '{shortest}' {sizes[shortest]}", f"Bring them nearer: at most {LONGEST_OPTION} times.", key=True)  # fmt: skip


def _key(name: str, key: ItemKey, item: Item | None, document: Document, items: Mapping[str, Item], frameworks: Frameworks) -> Iterator[Diagnostic]:  # fmt: skip
    if key.item != name:
        yield document.problem("CK027", ("item",), f"the key of '{key.item}' in the file '{name}.yaml'", "Make them the same.")  # fmt: skip
    if item is None:
        yield document.problem("CK094", ("item",), f"there is no item '{name}'", did_you_mean(name, items))
        return
    yield from _refer(document, "principle", key.principle, frameworks.principles, ("principle",))
    yield from _refer(document, "block", key.block, frameworks.blocks, ("block",))
    for oid in item.options:
        if oid not in key.options:
            yield document.problem("CK092", ("options",), f"option '{oid}' has no key", f"Add under options: {oid}:", key=True)  # fmt: skip
    for oid, option in key.options.items():
        path: Path_ = ("options", oid)
        if oid not in item.options:
            yield document.problem("CK092", path, f"the key judges '{oid}', which is no option", did_you_mean(oid, item.options), key=True)  # fmt: skip
        yield from _refer(document, "principle", option.principle, frameworks.principles, (*path, "principle"))
        yield from _refer(document, "block", option.block, frameworks.blocks, (*path, "block"))
        for i, source in enumerate(option.source):
            yield from _refer(document, "source", source, frameworks.sources, (*path, "source", i))
        for agreement in option.agreements:
            yield from _refer(document, "agreement", agreement, frameworks.agreements, (*path, "agreements", agreement), key=True)  # fmt: skip
            if agreement == item.agreement:
                yield document.problem("CK055", (*path, "agreements", agreement), f"'{agreement}' is the agreement in force", "Say here where ANOTHER agreement changes the answer.", key=True)  # fmt: skip
    worth = [option.key for option in key.options.values()]
    for extreme, word in ((HIGHEST, "most"), (LOWEST, "least")):
        if worth.count(extreme) != 1:
            yield document.problem("CK093", ("options",), f"{worth.count(extreme)} options are keyed {extreme}", f"Exactly one is the {word} effective; where two are equal, the item decides too little: rewrite it.", key=True)  # fmt: skip


def _stages(stages: Stages, document: Document, frameworks: Frameworks) -> Iterator[Diagnostic]:
    for sid, stage in stages.stages.items():
        for i, step in enumerate(stage.next_steps):
            yield from _refer(document, "focus area", step.focus, stages.focus_areas, ("stages", sid, "next-steps", i, "focus"))  # fmt: skip
    for fid, area in stages.focus_areas.items():
        for i, principle in enumerate(area.principles):
            yield from _refer(document, "principle", principle, frameworks.principles, ("focus-areas", fid, "principles", i))  # fmt: skip
    for pid, phase in stages.phases.items():
        for i, source in enumerate(phase.source):
            yield from _refer(document, "source", source, frameworks.sources, ("phases", pid, "source", i))


def _forms(forms: Forms, document: Document, items: Mapping[str, Item]) -> Iterator[Diagnostic]:
    if forms.seal != seal_of(dict(forms.forms), forms.warm_up, forms.reserves):
        yield document.problem("CK095", ("seal",), "the forms were changed by hand", "Run: coachkit quiz assemble.")
    first: dict[str, str] = {}
    lists = {**{f"form {name}": ids for name, ids in forms.forms.items()}, "warm-up": forms.warm_up, "reserves": forms.reserves}  # fmt: skip
    for where, ids in lists.items():
        path: Path_ = ("forms", where.removeprefix("form ")) if where.startswith("form ") else (where,)
        for i, name in enumerate(ids):
            if name not in items:
                yield document.problem("CK095", (*path, i), f"unknown item '{name}'", did_you_mean(name, items))
            elif name in first:
                yield document.problem("CK095", (*path, i), f"item '{name}' stands in {first[name]} too", "Run: coachkit quiz assemble.")  # fmt: skip
            first.setdefault(name, where)


def _version(name: str, version: KeyVersion, document: Document) -> Iterator[Diagnostic]:
    """What would make a version unusable, or another one than its file says."""
    cure = "Run: coachkit quiz freeze, and leave the file as it is written."
    if name != str(version.version):
        yield document.problem("CK098", ("version",), f"version {version.version} in the file '{name}.yaml'", "Make them the same.")  # fmt: skip
    if sorted(set(version.cuts)) != list(version.cuts):
        yield document.problem("CK098", ("cuts",), "the stages' cuts do not rise", cure)
    for item, frozen in version.items.items():
        if version.norms is None and frozen.slope is not None and len(frozen.steps) != CATEGORIES - 1:
            yield document.problem("CK098", ("items", item, "steps"), f"item '{item}' has {len(frozen.steps)} steps; {CATEGORIES - 1} are expected", cure)  # fmt: skip
    if version.norms is None and all(frozen.slope is None for frozen in version.items.values()):
        yield document.problem("CK098", ("items",), "there are neither norms nor parameters", cure, key=True)


def _stale(bank: Bank, documents: Mapping[str, Document]) -> Diagnostic | None:
    """The newest version, if the key has changed since it was written."""
    newest = bank.current
    if newest is None or not bank.has_changed:
        return None
    document = documents[str(newest.version)]
    return document.problem("CK096", ("items",), f"the key has changed since version {newest.version}", "Run: coachkit quiz freeze. Earlier results keep the version they were scored with.", key=True)  # fmt: skip
