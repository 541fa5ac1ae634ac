"""`python -m coachkit` is the command line."""

from coachkit.cli import main

main()
