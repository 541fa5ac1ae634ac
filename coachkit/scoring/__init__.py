"""From a transcript to findings, levels and a debrief; and the proofs over every path."""

from coachkit.scoring.costs import Compass, compass, compass_of
from coachkit.scoring.debrief import Debrief, Finding
from coachkit.scoring.findings import run_findings
from coachkit.scoring.proofs import Proofs, diagnose, prove
from coachkit.scoring.report import make_debrief

__all__ = [
    "Compass",
    "Debrief",
    "Finding",
    "Proofs",
    "compass",
    "compass_of",
    "diagnose",
    "make_debrief",
    "prove",
    "run_findings",
]
