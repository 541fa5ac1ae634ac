"""From a transcript to findings, levels and a debrief; and the proofs over every path.

What a play needs is loaded here. What an author needs (proofs, advice, coverage, plans, the survey) is asked for by name.
"""

from coachkit.scoring.costs import Compass, compass, compass_of
from coachkit.scoring.debrief import Debrief, Finding
from coachkit.scoring.findings import run_findings
from coachkit.scoring.report import make_debrief

__all__ = [
    "Compass",
    "Debrief",
    "Finding",
    "compass",
    "compass_of",
    "make_debrief",
    "run_findings",
]
