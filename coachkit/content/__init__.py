"""What authors write: model, loader, diagnostics, checks, schema, library."""

from coachkit.content.frameworks import Frameworks
from coachkit.content.library import Entry, Library
from coachkit.content.model import Key, Plan, Scenario

__all__ = ["Entry", "Frameworks", "Key", "Library", "Plan", "Scenario"]
