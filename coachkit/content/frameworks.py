"""The frameworks that judgement refers to: principles, blocks, agreements, findings and their words.

They are content too, in scenarios/frameworks/*.yaml; what is the kit's own carries `ours: yes`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, create_model

from coachkit.content.diagnostics import Diagnostic, did_you_mean
from coachkit.content.document import Document, read
from coachkit.content.loader import validate
from coachkit.content.model import FactKind, Format, Level, Role, Standing
from coachkit.content.moves import Id, Line, Prose, Strict
from coachkit.errors import ContentError

Gravity = Literal["grave", "serious", "light", "good"]


class PrincipleText(Strict):
    """One of the eight principles of confidentiality with transparency."""

    title: Line
    looks_like: Line
    definition: Prose
    source: tuple[Id, ...]
    ours: bool
    practice: Line


class BlockText(Strict):
    """One of the six building blocks of trust; the definition is the kit's own."""

    title: Line
    row: Literal["base", "middle", "top"]
    definition: Prose
    ours: bool = True
    source: tuple[Id, ...]
    practice: Line


class SourcedText(Strict):
    """A must-have or a question, and where it stands."""

    title: Line
    text: Prose
    source: tuple[Id, ...]
    ours: bool = False


class Allowance(Strict):
    """A kind of fact that an agreement lets these roles know."""

    kind: FactKind
    to: tuple[Role, ...]


class Agreement(Strict):
    """A written agreement on what may be shared."""

    title: Line
    text: Prose
    allows: tuple[Allowance, ...] = ()
    source: tuple[Id, ...]
    ours: bool = False

    def allows_fact(self, kind: str, role: str) -> bool:
        """Whether a person of that role may know facts of that kind."""
        return any(a.kind == kind and role in a.to for a in self.allows)


class Source(Strict):
    """Where something comes from."""

    short: Line
    full: Prose
    ours: bool = False


class Standard(Strict):
    """An ISTE code, in our own few words."""

    title: Line
    note: Prose | None = None


class FindingText(Strict):
    """What a kind of finding means: which side, how grave, which principle and block, in which words."""

    side: Literal["held", "open", "none"]
    gravity: Gravity | dict[FactKind, Gravity]
    principle: Id
    block: Id
    text: Line
    meaning: Line


class Titled(Strict):
    """A word for a level, and what it means."""

    title: Line
    meaning: Line | None = None


class SideText(Strict):
    """One of the two sides and its levels."""

    title: Line
    levels: dict[Id, Titled]


class Levels(Strict):
    """The words for every level and role."""

    format: Format
    sides: dict[Literal["held", "open"], SideText]
    principle_levels: dict[Id, Titled]
    block_levels: dict[Id, Titled]
    standings: dict[Standing, Titled]
    scenario_levels: dict[Level, Titled]
    fact_kinds: dict[FactKind, Titled]
    roles: dict[Role, Titled]
    note: Line


class Frameworks(Strict):
    """All of them together, each by its id."""

    principles: dict[Id, PrincipleText]
    blocks: dict[Id, BlockText]
    gate: Prose
    must_haves: dict[Id, SourcedText]
    questions: dict[Id, SourcedText]
    agreements: dict[Id, Agreement]
    sources: dict[Id, Source]
    iste: dict[str, Standard]
    findings: dict[Id, FindingText]
    levels: Levels

    @property
    def base_blocks(self) -> tuple[str, ...]:
        """The blocks of the base row: without any one of them trust cannot exist."""
        return tuple(name for name, block in self.blocks.items() if block.row == "base")


FILES: dict[str, type[Strict]] = {
    "principles": create_model(
        "Principles", __base__=Strict, format=(Format, ...), principles=(dict[Id, PrincipleText], ...)
    ),
    "blocks": create_model(
        "Blocks", __base__=Strict, format=(Format, ...), gate=(Prose, ...), blocks=(dict[Id, BlockText], ...)
    ),
    "must-haves": create_model(
        "MustHaves", __base__=Strict, format=(Format, ...), must_haves=(dict[Id, SourcedText], ...)
    ),
    "questions": create_model(
        "Questions", __base__=Strict, format=(Format, ...), questions=(dict[Id, SourcedText], ...)
    ),
    "agreements": create_model(
        "Agreements", __base__=Strict, format=(Format, ...), agreements=(dict[Id, Agreement], ...)
    ),
    "sources": create_model(
        "Sources", __base__=Strict, format=(Format, ...), sources=(dict[Id, Source], Field(min_length=1))
    ),
    "iste": create_model(
        "Iste", __base__=Strict, format=(Format, ...), iste=(dict[str, Standard], ...)
    ),
    "findings": create_model(
        "Findings", __base__=Strict, format=(Format, ...), findings=(dict[Id, FindingText], ...)
    ),
    "levels": Levels,
}  # fmt: skip


def load_frameworks(folder: Path) -> Frameworks:
    """All frameworks of the folder; raises ContentError with everything that is wrong in them."""
    problems: list[Diagnostic] = []
    documents = {name: read(folder / f"{name}.yaml") for name in FILES}
    parts = {name: validate(documents[name], model, problems) for name, model in FILES.items()}
    if problems:
        raise ContentError(tuple(sorted(problems)))
    levels = parts.pop("levels")
    fields: dict[str, Any] = {"levels": levels}
    for part in filter(None, parts.values()):
        fields |= {name: getattr(part, name) for name in type(part).model_fields if name != "format"}
    frameworks = Frameworks(**fields)
    problems = _references(frameworks, documents)
    if problems:
        raise ContentError(tuple(sorted(problems)))
    return frameworks


def _references(frameworks: Frameworks, documents: dict[str, Document]) -> list[Diagnostic]:
    problems = []
    for name, table in (
        ("principles", frameworks.principles),
        ("blocks", frameworks.blocks),
        ("must-haves", frameworks.must_haves),
        ("questions", frameworks.questions),
        ("agreements", frameworks.agreements),
    ):
        for entry_id, entry in table.items():
            for i, source in enumerate(entry.source):
                if source not in frameworks.sources:
                    problems.append(
                        documents[name].problem(
                            "CK025",
                            (name, entry_id, "source", i),
                            f"unknown source '{source}' in '{entry_id}'",
                            did_you_mean(source, frameworks.sources),
                        )
                    )
    for kind, finding in frameworks.findings.items():
        for field, table in (("principle", frameworks.principles), ("block", frameworks.blocks)):
            word = getattr(finding, field)
            if word not in table:
                problems.append(
                    documents["findings"].problem(
                        "CK025",
                        ("findings", kind, field),
                        f"unknown {field} '{word}' in finding '{kind}'",
                        did_you_mean(word, table),
                    )
                )
    return problems
