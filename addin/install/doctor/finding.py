"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """How much a finding matters, as it is printed."""

    FINE = "ok"
    NOTE = "note"
    WRONG = "FIX"


@dataclass(frozen=True)
class Finding:
    """What was found, and what to do where it is not fine."""

    weight: Weight
    subject: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.weight.value:<5}{self.subject}: {self.found}.{f' {self.remedy}' if self.remedy else ''}"


def fine(subject: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(Weight.FINE, subject, found)


def note(subject: str, found: str, remedy: str = "") -> Finding:
    """Worth knowing; the add-in works, or may work, all the same."""
    return Finding(Weight.NOTE, subject, found, remedy)


def fix(subject: str, found: str, remedy: str) -> Finding:
    """The add-in does not work before this is done."""
    return Finding(Weight.WRONG, subject, found, remedy)
