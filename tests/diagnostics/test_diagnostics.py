"""Each diagnostic has a document and a failing example, and says what is wrong at which word.

A case is a folder `CKnnn-what-is-wrong` with the files that differ from `base` and the exact diagnostics.
What is too big, too odd or no text at all is made here, in MAKERS.
"""

from __future__ import annotations

import codecs
import errno
import importlib
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.cli import main
from coachkit.content.bank import load_bank
from coachkit.content.diagnostics import Diagnostic
from coachkit.content.frameworks import Frameworks, load_frameworks
from coachkit.content.library import ROOT, Library
from coachkit.content.packs import GROUP, read_packs
from coachkit.errors import ContentError, UnknownScenario
from coachkit.scoring.proofs import diagnose
from coachkit.sessions.forming import amiss

HERE = Path(__file__).parent
BASE = HERE / "base"
CASES = sorted(path.name for path in (HERE / "cases").iterdir())
PACKS = sorted(path.name for path in (HERE / "packs").iterdir())
QUIZ = sorted(path.name for path in (HERE / "quiz" / "cases").iterdir())
PAGES = ROOT / "docs" / "diagnostics"
FRAMEWORKS = ROOT / "scenarios" / "frameworks"
CODE = re.compile(r"CK\d{3}")
FILES = ("key.yaml", "plans/good.yaml", "scenario.yaml")


def _missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "key.yaml").unlink()


def _folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "key.yaml").unlink()
    (folder / "key.yaml").mkdir()


def _forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_bytes = Path.read_bytes

    def refuse(self: Path) -> bytes:  # chmod does not keep root out
        if self.name == "key.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)


def _raw(data: bytes) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "key.yaml").write_bytes(data)

    return write


def _few_states(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explore = importlib.import_module("coachkit.engine.explore")  # the room has a function of that name
    monkeypatch.setattr(explore, "MOST_STATES", 10)  # the true limit takes half a minute to reach


MAKERS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "CK001-missing-file": _missing,
    "CK001-folder-for-a-file": _folder,
    "CK001-no-permission": _forbidden,
    "CK002-utf-16": _raw(codecs.BOM_UTF16_LE + (BASE / "key.yaml").read_text("utf-8").encode("utf-16-le")),
    "CK002-latin-1": _raw("format: 1\nscenario: café\n".encode("latin-1")),
    "CK002-binary-file": _raw(b"PK\x03\x04\x14\x00\x06\x00"),  # how a Word file begins
    "CK003-ten-megabytes": _raw(b"# a line of text\n" * 600_000),
    "CK007-deep-nesting": _raw(b"[" * 1_000_000),
    "CK047-too-many-states": _few_states,
}


@pytest.fixture(scope="session")
def frameworks() -> Frameworks:
    return load_frameworks(FRAMEWORKS)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "base"))


@pytest.fixture
def made(case: str, base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `base`, broken as the case says."""
    shutil.copytree(HERE / "cases" / case, base, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    if case in MAKERS:
        MAKERS[case](base, monkeypatch)
    return base


def library_of(folder: Path, frameworks: Frameworks) -> Library:
    return Library(folder.parent, _frameworks=frameworks)


def problems_of(folder: Path, frameworks: Frameworks) -> tuple[Diagnostic, ...]:
    try:
        return diagnose(library_of(folder, frameworks).entry(folder.name))[0]
    except ContentError as error:
        return error.diagnostics


def told(problems: tuple[Diagnostic, ...], folder: Path) -> str:
    return "".join(f"{problem}\n" for problem in problems).replace(f"{folder.as_posix()}/", "")


def expected(case: str) -> str:
    return (HERE / "cases" / case / "expected.txt").read_text("utf-8")


def misplaced(problems: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """The diagnostics whose place is not in their file; the place after its last character still is."""
    found = []
    for problem in problems:
        path = Path(problem.file)
        text = path.read_text("utf-8-sig", "replace") if path.is_file() else ""
        lines = text.split("\n")
        inside = 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        if not inside:
            found.append(problem)
    return found


def codes_in(folder: Path, pattern: str = "*.py") -> set[str]:
    return {code for path in folder.rglob(pattern) for code in CODE.findall(path.read_text("utf-8"))}


CODES = codes_in(ROOT / "coachkit")
OF_PLAY = codes_in(ROOT / "coachkit" / "scoring")  # a draft with these can be loaded and played
# No snippet of a scenario can show these: the whole file is wrong, or the whole story, or a pack.
OF_PACKS = codes_in(ROOT / "coachkit" / "content", "packs.py")
OF_THE_QUIZ = {code for code in CODES if code.startswith("CK09")}
BEYOND_SNIPPETS = {"CK001", "CK002", "CK003", "CK047", *OF_PACKS, *OF_THE_QUIZ}


def test_the_base_that_every_case_breaks_is_without_fault(base: Path, frameworks: Frameworks) -> None:
    assert problems_of(base, frameworks) == ()


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_exactly_its_diagnostics_sorted_by_place(made: Path, case: str, frameworks: Frameworks) -> None:
    problems = problems_of(made, frameworks)

    assert told(problems, made) == expected(case)
    assert list(problems) == sorted(problems)
    assert case[:5] in {problem.code for problem in problems}


@pytest.mark.parametrize("case", CASES)
def test_every_place_that_is_named_exists_in_its_file(made: Path, frameworks: Frameworks) -> None:
    assert misplaced(problems_of(made, frameworks)) == []


@pytest.mark.parametrize("case", [case for case in CASES if case[:5] not in OF_PLAY])
def test_a_broken_scenario_is_never_half_loaded(made: Path, frameworks: Frameworks) -> None:
    library = library_of(made, frameworks)

    for _ in range(2):  # nothing is kept of the first attempt
        with pytest.raises(ContentError) as caught:
            library.entry("base")
        assert caught.value.diagnostics


@pytest.mark.parametrize("case", CASES)
def test_check_prints_the_diagnostics_and_exits_with_1(made: Path, case: str) -> None:
    result = CliRunner().invoke(main, ["check", str(made)])

    assert result.exit_code == 1
    assert result.stdout.replace(f"{made.as_posix()}/", "") == expected(case)


def test_every_code_has_a_document_and_a_case_and_none_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("CK*.md")} == CODES
    assert {case[:5] for case in (*CASES, *PACKS, *QUIZ)} == CODES


@pytest.mark.parametrize("case", PACKS)
def test_a_case_of_a_pack_gives_exactly_its_diagnostics(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(HERE / "packs" / case, tmp_path / "example_of_a_pack"))
    monkeypatch.syspath_prepend(tmp_path)

    found = read_packs([EntryPoint("example", folder.name, GROUP)], taken=("curiosity",))

    assert told(found.problems, folder) == (folder / "expected.txt").read_text("utf-8")
    assert found.homes == {}


def problems_of_bank(folder: Path, frameworks: Frameworks) -> tuple[Diagnostic, ...]:
    try:
        return amiss(load_bank(folder, frameworks))
    except ContentError as error:
        return error.diagnostics


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one item, with the kit's stages."""
    folder = Path(shutil.copytree(HERE / "quiz" / "base", tmp_path / "quiz"))
    shutil.copy(ROOT / "scenarios" / "quiz" / "stages.yaml", folder)
    return folder


def test_the_bank_that_every_case_breaks_is_without_fault(bank: Path, frameworks: Frameworks) -> None:
    assert problems_of_bank(bank, frameworks) == ()


@pytest.mark.parametrize("case", QUIZ)
def test_a_case_of_the_quiz_gives_exactly_its_diagnostics(case: str, bank: Path, frameworks: Frameworks) -> None:
    shutil.copytree(HERE / "quiz" / "cases" / case, bank, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))

    problems = problems_of_bank(bank, frameworks)

    assert told(problems, bank) == (HERE / "quiz" / "cases" / case / "expected.txt").read_text("utf-8")
    assert case[:5] in {problem.code for problem in problems}
    assert misplaced(problems) == []


def test_every_case_made_by_the_test_has_its_folder() -> None:
    assert MAKERS.keys() <= set(CASES)


def page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text("utf-8")


def test_the_index_of_the_documents_lists_each_code_with_its_title() -> None:
    rows = re.findall(r"^\| \[(CK\d{3})\]\((CK\d{3})\.md\) \| (.+?) \|$", page("README"), re.MULTILINE)

    assert rows == [(code, code, page(code).splitlines()[0].split("  ", 1)[1]) for code in sorted(CODES)]


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_document_has_a_title_the_meaning_the_reason_and_both_snippets(code: str) -> None:
    parts = re.findall(r"^(?:# (CK\d{3})  \S.*|## (.+))$", page(code), re.MULTILINE)

    assert [a or b for a, b in parts] == [code, "What it means", "Why the kit insists", "Fails", "Mended"]
    assert len(re.findall(r"^```(?:yaml|text)\n.+?^```$", page(code), re.MULTILINE | re.DOTALL)) == 2


@pytest.mark.parametrize("code", sorted(CODES - BEYOND_SNIPPETS))
def test_the_failing_snippet_is_in_a_case_and_the_mended_one_mends_it(
    code: str, base: Path, frameworks: Frameworks
) -> None:
    failing, mended = re.findall(r"^```yaml\n(.+?)^```$", page(code), re.MULTILINE | re.DOTALL)
    case, file, text, margin = next(where_in_cases(code, failing))
    before, after = text.split(indented(failing, margin))
    lines = range(before.count("\n") + 1, before.count("\n") + 1 + mended.count("\n"))
    shutil.copytree(HERE / "cases" / case, base, dirs_exist_ok=True)
    (base / file).write_text((before + indented(mended, margin) + after)[1:], "utf-8")

    left = [problem for problem in problems_of(base, frameworks) if problem.code == code]

    assert len(left) < expected(case).count(f"  {code} ")
    assert not [problem for problem in left if Path(problem.file).name == Path(file).name and problem.line in lines]


def where_in_cases(code: str, snippet: str) -> Iterator[tuple[str, str, str, int]]:
    """Case, file, text and margin of each place where the snippet stands in a case of that code."""
    for case in CASES:
        for file in FILES:
            path = HERE / "cases" / case / file
            text = "\n" + path.read_text("utf-8") if case.startswith(code) and path.exists() else ""
            yield from ((case, file, text, n) for n in range(0, 20, 2) if text.count(indented(snippet, n)) == 1)


def indented(snippet: str, margin: int) -> str:
    """The snippet's lines, whole and indented, after the end of the line above."""
    return "\n" + textwrap.indent(snippet, " " * margin)


def test_words_that_yaml_would_take_for_something_else_stay_text(base: Path, frameworks: Frameworks) -> None:
    text = (base / "scenario.yaml").read_text("utf-8")
    text = text.replace("title: A small scenario", "title: no").replace("title: Cold", "title: 1:30")
    (base / "scenario.yaml").write_text(text.replace("name: Lee", "name: 007"), "utf-8")

    scenario = library_of(base, frameworks).entry("base").scenario

    assert (scenario.title, scenario.endings["cold"].title, scenario.people["lee"].name) == ("no", "1:30", "007")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_files_from_other_systems_are_read_and_their_lines_counted_alike(
    newline: str, base: Path, frameworks: Frameworks
) -> None:
    text = (base / "scenario.yaml").read_text("utf-8").replace("owner: ada\n    kind: p", "owner: eda\n    kind: p")
    (base / "scenario.yaml").write_bytes(codecs.BOM_UTF8 + text.replace("\n", newline).encode())

    (problem,) = problems_of(base, frameworks)

    line = text.splitlines().index("    owner: eda") + 1
    assert (problem.code, problem.line, problem.column) == ("CK020", line, 12)


def test_an_id_that_reads_like_a_key_of_ours_moves_no_place(base: Path, frameworks: Frameworks) -> None:
    text = (
        (base / "scenario.yaml").read_text("utf-8").replace("\n  refused:\n", "\n  not:\n").replace("title: A no", "")
    )
    (base / "scenario.yaml").write_text(text, "utf-8")

    (problem,) = problems_of(base, frameworks)

    assert (problem.code, problem.message) == ("CK010", "'title' is missing in scene 'not'")
    assert text.splitlines()[problem.line - 1] == "  not:"


def test_a_choice_may_say_that_its_move_is_the_coachs(base: Path, frameworks: Frameworks) -> None:
    text = (
        (base / "scenario.yaml").read_text("utf-8").replace("{hint: gains, to: lee}", "{hint: gains, to: lee, by: you}")
    )
    (base / "scenario.yaml").write_text(text, "utf-8")

    assert problems_of(base, frameworks) == ()


def test_check_of_a_folder_that_is_not_there_names_what_there_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path / "nowhere")])

    assert result.exit_code == 2
    assert "unknown scenario" in result.stderr


def test_a_folder_without_a_scenario_is_not_in_the_library(tmp_path: Path, frameworks: Frameworks) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UnknownScenario, match="unknown scenario 'empty'"):
        library_of(tmp_path / "empty", frameworks).entry("empty")


def test_missing_frameworks_are_named_file_by_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_frameworks(tmp_path / "nowhere")

    named = {Path(problem.file).name for problem in caught.value.diagnostics}
    assert named == {path.name for path in FRAMEWORKS.glob("*.yaml")}
    assert {problem.code for problem in caught.value.diagnostics} == {"CK001"}


def test_frameworks_that_name_an_unknown_source_are_refused_at_the_word(tmp_path: Path) -> None:
    shutil.copytree(FRAMEWORKS, tmp_path / "frameworks")
    path = tmp_path / "frameworks" / "agreements.yaml"
    text = path.read_text("utf-8").replace("source: [kit]", "source: [kitt]", 1)
    path.write_text(text, "utf-8")

    with pytest.raises(ContentError) as caught:
        load_frameworks(tmp_path / "frameworks")

    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.cure) == ("CK025", "Did you mean 'kit'?")
    assert text.splitlines()[problem.line - 1][problem.column - 1 :] == "kitt]"


@st.composite
def mutations(draw: st.DrawFn) -> dict[str, str]:
    """Some of base's files, with a few lines or characters deleted, doubled, moved or altered."""
    texts: dict[str, str] = {}
    for _ in range(draw(st.integers(1, 4))):
        file = draw(st.sampled_from(FILES))
        lines = (texts[file] if file in texts else (BASE / file).read_text("utf-8")).split("\n")
        i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        words = re.findall(r"[\w-]+", " ".join(lines)) or ["x"]
        k = draw(st.integers(0, len(lines[i])))
        match draw(st.sampled_from(["delete", "double", "swap", "indent", "insert", "cut", "word"])):
            case "delete":
                del lines[i]
            case "double":
                lines.insert(j, lines[i])
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "indent":
                lines[i] = " " * draw(st.integers(0, 12)) + lines[i].lstrip()
            case "insert":
                odd = st.sampled_from(
                    [*"[]{}:,-&*!|>'\"#%@`?~ \t\n\x00é", ": ", "- ", "<<: ", "---\n", "\u2028", "9" * 4400]
                )
                lines[i] = lines[i][:k] + draw(odd | st.characters()) + lines[i][k:]
            case "cut":
                lines[i] = lines[i][:k]
            case "word":
                old, new = draw(st.sampled_from(words)), draw(st.sampled_from(words))
                lines[i] = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, lines[i])
        texts[file] = "\n".join(lines)
    return texts


@settings(max_examples=int(os.environ.get("COACHKIT_MUTATIONS", "150")), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(texts=mutations())
def test_no_mutation_of_a_scenario_brings_the_check_down(
    texts: dict[str, str], base: Path, frameworks: Frameworks
) -> None:
    shutil.copytree(BASE, base, dirs_exist_ok=True)  # pytest gives every example the same folder
    for file, text in texts.items():
        (base / file).write_text(text, "utf-8", errors="surrogatepass", newline="")

    problems = problems_of(base, frameworks)

    assert misplaced(problems) == []
    assert all(problem.message and "\n" not in str(problem.message) + problem.cure for problem in problems)
