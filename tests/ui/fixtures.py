"""Hand-built plays to draw: realistic ones around Noor and Daniel, and extremes no author should write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from coachkit.content import Library
from coachkit.errors import EventRefused
from coachkit.scoring.debrief import (
    Block,
    Chair,
    Debrief,
    Decision,
    Evidence,
    Finding,
    Intent,
    LedgerCell,
    LedgerRow,
    OptionNote,
    Principle,
    Road,
    Side,
    TurningPoint,
)
from coachkit.sessions import ContextView, PersonView, PrincipleView, SceneView, TrailStep

LEVELS = Library.default().frameworks.levels


@dataclass(frozen=True)
class FakePlay:
    """A play of fixed scenes: enough to draw, and to be played from end to end in a browser."""

    phase: str
    context: ContextView
    scenes: tuple[SceneView, ...]
    ending: Debrief
    choices: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    notice: str | None = None
    scenario: Any = field(
        default_factory=lambda: SimpleNamespace(
            id="curiosity", language="en", scenes=dict.fromkeys(range(11)), endings=dict.fromkeys(range(5))
        )
    )

    @property
    def scene(self) -> SceneView | None:
        return self.scenes[len(self.choices)] if self.phase == "enact" else None

    @property
    def debrief(self) -> Debrief | None:
        return self.ending if self.phase == "reflect" else None

    @property
    def closing(self) -> str:
        return "Noor looks at the row of chairs, and then, for the first time since Tuesday, at you."

    def saved(self) -> dict[str, object]:
        return {
            "phase": self.phase,
            "acts": [["choose", name] for name in self.choices],
            "intents": list(self.intents),
        }

    def look_ahead(self) -> None:
        """Nothing to explore."""

    def handle(self, event: Any) -> FakePlay:
        if isinstance(event, dict) and event.get("do") == "hello":  # as the real Play does
            return self
        match event:
            case {"do": "begin"} if self.phase == "context":
                return replace(self, phase="anticipate")
            case {"do": "intend", "principles": [*names]} if self.phase == "anticipate" and len(names) <= 2:
                return replace(self, phase="enact", intents=tuple(names))
            case {"do": "choose", "at": int(at), "choice": str(choice)} if at == len(self.choices):
                if choice not in dict(self.scenes[at].choices):
                    raise EventRefused("not offered")
                return self._with((*self.choices, choice))
            case {"do": "rewind", "to": int(to)} if 0 <= to < len(self.choices):
                return self._with(self.choices[:to])
            case {"do": "restart"}:
                return replace(self, phase="context", choices=(), intents=())
            case {"do": "resume", "saved": {"acts": [*acts], "intents": [*intents]}}:
                return replace(self, intents=tuple(intents))._with(tuple(name for _, name in acts))
        raise EventRefused("out of order")

    def _with(self, choices: tuple[str, ...]) -> FakePlay:
        return replace(self, choices=choices, phase="reflect" if len(choices) == len(self.scenes) else "enact")


CONTEXT = ContextView(
    title="The question in the corridor",
    summary="Your principal wants to know how the coaching with Noor is going. He asks kindly, and in passing.",
    text=(
        "You coach at Riverside Primary, two days a week. Noor Haddad came to you in September; she wanted her Year 5 "
        "pupils to read longer without stopping.\n\nIt works. She has told **nobody** yet, because *last year’s* "
        "reading project was praised in March and gone by June."
    ),
    minutes=8,
    level_title="Practice",
    question="What do I say when administrators are curious?",
    people=(
        PersonView("Noor Haddad", "Teacher", "teaches Year 5, eleven years in"),
        PersonView("Daniel Mbeki", "Administrator", "principal, new this year"),
        PersonView("the staff", "Staff", ""),
    ),
    agreement_title="Names only",
    agreement_text=(
        "The principal may know who takes part in coaching and when. What is worked on, what is said and what comes "
        "of it stay with the teacher, who may share them as she likes."
    ),
    agreement_source="after Stanislaus induction: attendance may be shared",
    agreement_ours=True,
    known=(
        "Noor’s pupils now read longer without stopping",
        "Noor is coached by you; Daniel knows that much",
        "you promised Noor that she hears it first if anyone asks about your work",
    ),
    principles=(
        PrincipleView(
            "hold", "Hold the work in confidence", "Nothing from the coaching travels until the partner says so.", False
        ),
        PrincipleView(
            "ask",
            "Ask directly, and take no for an answer",
            "Ask the partner to share; a no costs them nothing.",
            False,
        ),
        PrincipleView(
            "open", "Be open about the process", "Tell the partner that someone asked, and what you said.", False
        ),
        PrincipleView(
            "connect", "Bring the two parties together", "Point the asker at the partner, and step aside.", False
        ),
        PrincipleView(
            "apart", "Keep coaching apart from appraisal", "The coach never becomes the evaluator’s eyes.", False
        ),
        PrincipleView(
            "invite", "Keep coaching an invitation", "The teacher picks the growth area, and whether at all.", False
        ),
        PrincipleView("clear", "Be clear early and the same every time", "The same boundary, whoever asks.", False),
        PrincipleView(
            "limits", "Know the limits", "Safeguarding, law and danger come first; say so before you need it.", True
        ),
    ),
    note="Formative practice, not for appraisal.",
)

CORRIDOR = SceneView(
    turn=0,
    id="scene-0",
    title="Corridor, Tuesday, 7.50",
    after="",
    text=(
        "Daniel falls into step beside you. He carries two coffees and gives you one.\n\n“So, how is it going with "
        "Noor? I hear nothing but *good* things, and I have a governors’ meeting on Thursday.”"
    ),
    ask="What do you say?",
    choices=(
        ("point-to-noor", "“That is Noor’s to tell. Ask her; I’ll let her know you’re interested.”"),
        ("share-positives", "“Really well. You would be delighted if you saw them read.”"),
        ("nothing-at-all", "“I’m afraid I can’t say anything about that.” You ask about the governors instead."),
        ("invite-visit", "“I think she’d be happy to show you. Shall I ask whether you may visit on Friday?”"),
    ),
    trail=(),
    undone=0,
)
STAFFROOM = SceneView(
    turn=1,
    id="scene-1",
    title="Staffroom, Tuesday, 10.40",
    after=(
        "Daniel’s face lights up. “I knew it.” He is already walking, a little faster than before.\n\nAt break you "
        "hear him from the doorway of the staffroom: “… and Noor’s class, I’m told, is flying.”"
    ),
    text=(
        "Noor stands by the window with her back to the room. Two colleagues are looking at her, and one of them "
        "smiles.\n\nThe bell goes in four minutes."
    ),
    ask="What do you do?",
    choices=(
        ("go-to-noor", "Go to Noor now and tell her, in two sentences, what Daniel asked and what you said."),
        ("wait-thursday", "Wait for your session on Thursday, when there is time to talk about it properly."),
        ("talk-to-daniel", "Catch Daniel first and ask him to leave names out of it from now on."),
    ),
    trail=(TrailStep(0, "Corridor, Tuesday, 7.50", "“Really well. You would be delighted if you saw them read.”"),),
    undone=2,
)
SESSION = SceneView(
    turn=2,
    id="scene-2",
    title="Noor’s room, Thursday, 15.20",
    after="Noor hears the bell, nods at nobody, and goes. On Thursday her laptop stays shut.",
    text="“I thought we had said,” Noor begins, and then straightens a row of chairs that is straight.",
    ask="What do you say to her?",
    choices=(
        ("own-it", "“Daniel asked on Tuesday and I answered for you. That was yours to say. I’m sorry.”"),
        ("reassure", "“He only said good things. Honestly, he is on your side in all of this.”"),
    ),
    trail=(
        TrailStep(0, "Corridor, Tuesday, 7.50", "“Really well. You would be delighted if you saw them read.”"),
        TrailStep(1, "Staffroom, Tuesday, 10.40", "Wait for your session on Thursday, when there is time to talk."),
    ),
    undone=2,
)

_LEAK = Finding(
    kind="leak",
    gravity="serious",
    side="held",
    principle="hold",
    block="integrity",
    text="Daniel half knows, from you and without Noor’s permission, that her pupils read longer.",
    turn=0,
    choice="share-positives",
    fact="fluency-gains",
    people=("daniel",),
)
_LATE = Finding(
    kind="told-late",
    gravity="light",
    side="open",
    principle="open",
    block="communication",
    text="Noor heard from you that Daniel had asked, but two days later and after the staffroom.",
    turn=2,
    choice="own-it",
    fact="daniel-asked",
    people=("noor",),
)
_KEPT = Finding("promise-kept", "good", "open", "open", "commitment", "You owned it, unasked.", 2, "own-it")

_AGAINST = Evidence("against", "You praised the work to Daniel, so he now half knows what came of it.", 0, "ledger")
_WAITED = Evidence("against", "Noor heard it from the staffroom before she heard it from you.", 1, "ledger")
_OWNED = Evidence("for", "You told Noor what you had said, and that it was hers to say.", 2, "key")
_MIXED = Evidence("mixed", "Telling her came late: two days after the corridor.", 2, "ledger")


def _cell(person: str, knows: Any, source: str = "", permission: Any = "", text: str = "") -> LedgerCell:
    return LedgerCell(person, knows, source, permission, text)


def _principle(name: str, title: str, looks: str, ours: bool) -> Principle:
    levels: dict[str, tuple[Any, tuple[Evidence, ...]]] = {
        "hold": ("against", (_AGAINST,)),
        "open": ("partly", (_WAITED, _OWNED, _MIXED)),
        "connect": ("against", (Evidence("against", "Daniel was never pointed at Noor.", 0, "ledger"),)),
        "clear": ("shown", (Evidence("for", "You named the boundary to Noor again.", 2, "key"),)),
    }
    level, evidence = levels.get(name, ("no-occasion", ()))
    return Principle(name, title, looks, ours, level, LEVELS.principle_levels[level].title, evidence)


def _block(
    name: str, title: str, row: Any, definition: str, own: Any, level: Any, held: str | None, evidence: Any
) -> Block:
    words = LEVELS.block_levels
    return Block(name, title, row, definition, own, words[own].title, level, words[level].title, held, evidence)


DEBRIEF = Debrief(
    ending="A door left ajar",
    ending_text=(
        "Noor turns a chair round and sits on it the wrong way, as she does with her pupils.\n\n“Next time I want to "
        "be the one who says it,” she says. “And there will be a next time.” The laptop stays shut; but she stays too."
    ),
    standing="mixed",
    standing_title="Mixed",
    standing_meaning="Something was gained, and something was lost.",
    people=("You", "Noor Haddad", "Daniel Mbeki", "the staff"),
    ledger=(
        LedgerRow(
            "Noor’s pupils now read longer without stopping",
            "outcome",
            "Outcome",
            "Noor Haddad",
            (
                _cell("You", "whole", "from the start", "own", "knows, from the start"),
                _cell("Noor Haddad", "whole", "from the start", "own", "knows, from the start"),
                _cell("Daniel Mbeki", "part", "You", "none", "knows in part, from you, without permission"),
                _cell(
                    "the staff", "part", "Daniel Mbeki", "none", "knows in part, from Daniel Mbeki, without permission"
                ),
            ),
        ),
        LedgerRow(
            "Noor is being coached",
            "participation",
            "Participation",
            "Noor Haddad",
            (
                _cell("You", "whole", "from the start", "own", "knows, from the start"),
                _cell("Noor Haddad", "whole", "from the start", "own", "knows, from the start"),
                _cell(
                    "Daniel Mbeki",
                    "whole",
                    "from the start",
                    "agreement",
                    "knows, from the start, as the agreement allows",
                ),
                _cell("the staff", "no", "", "", "does not know"),
            ),
        ),
        LedgerRow(
            "Daniel asked you about the coaching",
            "process",
            "About the process",
            "Noor Haddad",
            (
                _cell("You", "whole", "was there", "", "knows, was there"),
                _cell("Noor Haddad", "whole", "You", "duty", "knows, from you, as was due"),
                _cell("Daniel Mbeki", "whole", "was there", "", "knows, was there"),
                _cell("the staff", "no", "", "", "does not know"),
            ),
        ),
        LedgerRow(
            "Daniel spoke of Noor in the staffroom",
            "process",
            "About the process",
            "Noor Haddad",
            (
                _cell("You", "whole", "was there", "", "knows, was there"),
                _cell("Noor Haddad", "owed", "", "", "owed it, and was not told"),
                _cell("Daniel Mbeki", "whole", "was there", "", "knows, was there"),
                _cell("the staff", "whole", "was there", "", "knows, was there"),
            ),
        ),
    ),
    findings=(_LEAK, _LATE, _KEPT),
    sides=(
        Side(
            "held",
            "Held in confidence",
            "broken",
            "Broken",
            "Something of Noor’s reached others, and she had not said that it may.",
            (_AGAINST,),
        ),
        Side(
            "open",
            "Open about the process",
            "patchy",
            "Patchy",
            "Noor was told what happened about her, but not in time for it to be hers.",
            (_WAITED, _OWNED, _MIXED),
        ),
    ),
    principles=tuple(_principle(p.id, p.title, p.looks_like, p.ours) for p in CONTEXT.principles),
    blocks=(
        _block(
            "compassion",
            "Compassion",
            "base",
            "Protects the partner’s dignity and their freedom to take risks.",
            "strained",
            "strained",
            None,
            (_AGAINST,),
        ),
        _block(
            "communication",
            "Communication",
            "base",
            "Says beforehand what will and will not be shared; listens.",
            "broken",
            "broken",
            None,
            (_WAITED, _MIXED),
        ),
        _block(
            "commitment",
            "Commitment",
            "base",
            "Keeps promises and follows through.",
            "standing",
            "standing",
            None,
            (_OWNED,),
        ),
        _block(
            "collaboration",
            "Collaboration",
            "middle",
            "Decides with the partner, and brings people together.",
            "strained",
            "broken",
            "Communication",
            (Evidence("against", "Daniel was never pointed at Noor.", 0, "ledger"),),
        ),
        _block(
            "ability",
            "Ability",
            "middle",
            "Handles agreements, consent and group-level information with skill.",
            "no-occasion",
            "no-occasion",
            None,
            (),
        ),
        _block(
            "integrity",
            "Integrity",
            "top",
            "The same behaviour whoever is absent; tells the truth about limits and mistakes.",
            "standing",
            "broken",
            "Communication",
            (_OWNED,),
        ),
    ),
    weakest="Communication",
    turning_point=TurningPoint(
        0,
        "Corridor, Tuesday, 7.50",
        "“Really well. You would be delighted if you saw them read.”",
        "With that sentence, every ending in which Noor tells her own story went out of reach.",
    ),
    road=Road(
        0,
        "“That is Noor’s to tell. Ask her; I’ll let her know you’re interested.”",
        "An open door",
        "exemplary",
        "Exemplary",
        (
            "“That is Noor’s to tell. Ask her; I’ll let her know you’re interested.”",
            "Go to Noor now and tell her, in two sentences, what Daniel asked and what you said.",
            "“What would you want him to see, if anything?”",
        ),
        (
            "Noor hears at break, from you, that Daniel asked.",
            "Daniel has the question answered by the person it belongs to.",
        ),
    ),
    chairs=(
        Chair(
            "Noor Haddad",
            "Teacher",
            (
                ("Staffroom, Tuesday, 10.40", "Flying, he said. Who told him we had even left the ground?"),
                ("Noor’s room, Thursday, 15.20", "At least you said it before I had to ask."),
            ),
            ("From you: Daniel asked you about the coaching.", "From the start: your pupils read longer."),
            ("Daniel spoke of you in the staffroom.",),
        ),
        Chair(
            "Daniel Mbeki",
            "Administrator",
            (("Corridor, Tuesday, 7.50", "I only wanted to know whether it is working. You made my week."),),
            ("From you, by your tone: Noor’s pupils read longer.",),
            (),
        ),
    ),
    decisions=(
        Decision(
            turn=0,
            scene="Corridor, Tuesday, 7.50",
            asked="What do you say?",
            chosen="“Really well. You would be delighted if you saw them read.”",
            stands="against",
            rationale=(
                "Praise feels like a gift, and it is still *hers*. What Daniel now half knows, he will pass on, "
                "because good news is meant to be passed on."
            ),
            principle="Hold the work in confidence",
            block="Integrity",
            sources=("Cofino, Confidentiality with transparency", "The kit’s own judgement"),
            dissent=(
                "A principal who hears nothing good stops paying for coaching. One warm sentence, with no detail in "
                "it, protects the programme and so protects Noor."
            ),
            agreements=(
                ("Outcomes open", "Here outcomes may be told. The sentence would be allowed; telling Noor would not."),
                ("Names and topics", "Who and on what may be told; *how well* still may not."),
            ),
            findings=(_LEAK,),
            others=(
                OptionNote(
                    "“That is Noor’s to tell. Ask her; I’ll let her know you’re interested.”",
                    "It points Daniel at the one who may answer, and promises only what you can keep.",
                    "for",
                ),
                OptionNote(
                    "“I’m afraid I can’t say anything about that.” You ask about the governors instead.",
                    "It keeps the confidence and leaves a black box: he does not learn whom he may ask.",
                    "mixed",
                ),
                OptionNote(
                    "“I think she’d be happy to show you. Shall I ask whether you may visit on Friday?”",
                    "Kind, and it says more than it seems to: that there is something to show.",
                    "mixed",
                ),
            ),
        ),
        Decision(
            turn=1,
            scene="Staffroom, Tuesday, 10.40",
            asked="What do you do?",
            chosen="Wait for your session on Thursday, when there is time to talk about it properly.",
            stands="against",
            rationale="By Thursday she has lived with it for two days, alone. What is owed is owed *now*.",
            principle="Be open about the process",
            block="Communication",
            sources=("Cofino, Confidentiality with transparency",),
            dissent="Four minutes before the bell is no time to tell anyone anything that matters.",
            agreements=(),
            findings=(),
            others=(
                OptionNote(
                    "Go to Noor now and tell her, in two sentences, what Daniel asked and what you said.",
                    "Short, true and in time.",
                    "for",
                ),
            ),
        ),
        Decision(
            turn=2,
            scene="Noor’s room, Thursday, 15.20",
            asked="What do you say to her?",
            chosen="“Daniel asked on Tuesday and I answered for you. That was yours to say. I’m sorry.”",
            stands="for",
            rationale="No excuse and no reassurance: what happened, whose it was, and that you are sorry.",
            principle="Be open about the process",
            block="Commitment",
            sources=("The kit’s own judgement",),
            dissent="",
            agreements=(),
            findings=(_LATE, _KEPT),
            others=(
                OptionNote(
                    "“He only said good things. Honestly, he is on your side in all of this.”",
                    "It speaks for Daniel now, as you spoke for Noor before.",
                    "against",
                ),
            ),
        ),
    ),
    intents=(
        Intent("hold", "Hold the work in confidence", "against", "Went against it"),
        Intent("open", "Be open about the process", "partly", "Partly shown"),
    ),
    prompts=(
        "Which sentence of yours would you say again, word for word?",
        "Who in your school asks as Daniel asked, and what did you say last time?",
        "What would Noor have wanted to decide?",
    ),
    next_steps=(
        "Write down the one sentence you will say the next time someone asks how it is going.",
        "Tell each of your partners this week who may know what, and ask whether it still suits them.",
    ),
    agreement="Names only",
    note=(
        "Formative practice, keyed by the kit’s authors from published sources. It has not been validated, and it is "
        "not for appraisal."
    ),
)

CONTEXT_PLAY = FakePlay("context", CONTEXT, (CORRIDOR, STAFFROOM, SESSION), DEBRIEF)
ANTICIPATE_PLAY = replace(CONTEXT_PLAY, phase="anticipate")
FIRST_SCENE_PLAY = replace(CONTEXT_PLAY, phase="enact", intents=("hold", "open"))
SCENE_PLAY = replace(FIRST_SCENE_PLAY, choices=("share-positives",))
REFLECT_PLAY = replace(FIRST_SCENE_PLAY, phase="reflect", choices=("share-positives", "wait-thursday", "own-it"))

_LONG_NAME = "Professor Bartholomäus-Wolfeschlegelsteinhausenbergerdorff Jr"
_NINE = tuple(f"{_LONG_NAME[:56]} {number}" for number in range(1, 10))
_LONG = (
    "“I hear that you would like to know, and I would too in your place; let me say what I can, which is when we meet "
    "and what the programme is for, and then let me say what I cannot, which is anything that happens in the room, "
    "and why that is so, and whom you might ask instead of me, because the person who can answer is three doors away "
    "and would, I am quite sure, rather be asked than be talked about by two people with coffee in a corridor.”"
)
EXTREME_SCENE = replace(
    STAFFROOM,
    title="The very long corridor between the old building and the new building, a Wednesday in late November",
    choices=tuple((f"long-{number}", _LONG) for number in range(1, 7)),
    trail=tuple(TrailStep(turn, f"Scene {turn} " + "and " * 12, _LONG) for turn in range(9)),
    turn=9,
)
EXTREME_DEBRIEF = replace(
    DEBRIEF,
    people=_NINE,
    ledger=tuple(
        replace(
            row, owner=_NINE[0], cells=tuple(replace(row.cells[i % 4], person=name) for i, name in enumerate(_NINE))
        )
        for row in DEBRIEF.ledger
    ),
    chairs=tuple(replace(DEBRIEF.chairs[0], person=name) for name in _NINE),
    weakest=None,
    turning_point=None,
    road=None,
    intents=(),
    next_steps=(),
)
BARE_DEBRIEF = replace(EXTREME_DEBRIEF, ledger=(), chairs=(), prompts=(), decisions=(), findings=())
EXTREME_SCENE_PLAY = replace(SCENE_PLAY, scenes=(EXTREME_SCENE,) * 3)
EXTREME_REFLECT_PLAY = replace(REFLECT_PLAY, ending=EXTREME_DEBRIEF)
BARE_PLAY = replace(REFLECT_PLAY, ending=BARE_DEBRIEF)

PLAYS = {
    "context": CONTEXT_PLAY,
    "anticipate": ANTICIPATE_PLAY,
    "first-scene": FIRST_SCENE_PLAY,
    "scene": SCENE_PLAY,
    "reflect": REFLECT_PLAY,
    "extreme-scene": EXTREME_SCENE_PLAY,
    "extreme-reflect": EXTREME_REFLECT_PLAY,
    "bare": BARE_PLAY,
    "notice": replace(
        SCENE_PLAY,
        notice="This scenario has changed since you played; here is as far as your choices still fit.",
    ),
}

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</textarea><script>alert(1)</script>",
    "&lt;b&gt; &amp; &nbsp;",
    "]]><svg onload=alert(1)>",
    "\x00\x1b[31m\ud800\r\n",
    "\u202egnp.exe",
]


def hostile(value: Any) -> Any:
    """The same value with every text in it replaced by a hostile one, except ids and levels."""
    if isinstance(value, str):
        return f"{value[:20]} {' '.join(HOSTILE)}"
    if isinstance(value, tuple):
        return tuple(hostile(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        changes = {name: hostile(getattr(value, name)) for name in value.__dataclass_fields__ if name not in _CLOSED}
        return replace(value, **changes)
    return value


# Fields whose values come from closed lists, not from an author's text.
_CLOSED = frozenset(
    [
        "id",
        "kind",
        "gravity",
        "side",
        "level",
        "own_level",
        "row",
        "stands",
        "basis",
        "standing",
        "knows",
        "permission",
        "block",
        "choice",
        "turn",
        "ours",
    ]
)
HOSTILE_PLAYS = {
    name: replace(
        play,
        context=hostile(play.context),
        scenes=tuple(
            replace(hostile(scene), choices=tuple((n, hostile(t)) for n, t in scene.choices)) for scene in play.scenes
        ),
        ending=replace(hostile(play.ending), people=play.ending.people),
        notice=HOSTILE[0],
    )
    for name, play in (
        ("context", CONTEXT_PLAY),
        ("anticipate", ANTICIPATE_PLAY),
        ("scene", SCENE_PLAY),
        ("reflect", REFLECT_PLAY),
    )
}
