"""The command line: `coachkit start | play | doctor | new | preview | check | explore | export | quiz`."""

from coachkit.cli import authoring, exporting, playing, quizzing  # they add their commands to `main`
from coachkit.cli.common import main

__all__ = ["authoring", "exporting", "main", "playing", "quizzing"]
