"""What the room shows, and what a quiz page does not load."""

from __future__ import annotations

import subprocess
import sys

import coachkit.measurement as room
from coachkit.errors import CoachkitError


def test_every_public_name_is_there_and_every_error_is_of_the_kits_own_kind() -> None:
    public = [getattr(room, name) for name in room.__all__]
    errors = [thing for thing in public if isinstance(thing, type) and issubclass(thing, Exception)]

    assert sorted(room.__all__) == room.__all__
    assert len(errors) == 6
    assert all(issubclass(error, CoachkitError) for error in errors)


def test_a_quiz_page_loads_no_calibration_and_no_simulation() -> None:
    run = (
        "import sys, coachkit.measurement; "
        "print([m for m in sys.modules if m.split('.')[-1] in ('calibration', 'simulation', 'reference', 'goals')"
        " and m.startswith('coachkit')], 'pandas' in sys.modules, 'scipy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] False False"
