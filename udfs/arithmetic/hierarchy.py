"""Who reports to whom: everybody's place below a top, and what is wrong where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from udfs.calling.labels import name_key

_NAMES_OF_A_CIRCLE = 4
"""Of a longer circle the others are counted."""


class NoHierarchy(ValueError):
    """Why members and managers make none: the column to blame ("members" or "managers"), its row, rule and fix."""

    def __init__(self, column: str, row: int, rule: str, fix: str) -> None:
        super().__init__(f"{column} {rule} ({fix})")
        self.column, self.row, self.rule, self.fix = column, row, rule, fix


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Members by row, each with the row of the manager."""

    manager_of: tuple[int | None, ...]
    """None at the top."""
    upwards: tuple[int, ...]
    """Everybody before the own manager."""

    def roll_up_units(self, units: Sequence[int]) -> list[int]:
        """Everybody's own units and those of everybody below."""
        sums = list(units)
        for row in self.upwards:
            manager = self.manager_of[row]
            if manager is not None:
                sums[manager] += sums[row]
        return sums

    def tops(self) -> list[int]:
        """The row of the top above each member."""
        found = list(range(len(self.manager_of)))
        for row in reversed(self.upwards):
            manager = self.manager_of[row]
            if manager is not None:
                found[row] = found[manager]
        return found


def hierarchy(members: Sequence[str], managers: Sequence[str]) -> Hierarchy:
    """Read from the names; a blank manager is the top. Raises NoHierarchy."""
    rows: dict[str, int] = {}
    for row, member in enumerate(members):
        if rows.setdefault(name_key(member), row) != row:
            raise NoHierarchy("members", row, "must name everybody once", "give everybody one row")
    manager_of: list[int | None] = []
    for row, manager in enumerate(managers):
        found = rows.get(name_key(manager))
        if manager.strip() and found is None:
            fix = "add that person to the members, or leave the manager of the top blank"
            raise NoHierarchy("managers", row, "must be among the members", fix)
        manager_of.append(found)
    upwards = _upwards(manager_of)
    if len(upwards) < len(members):
        raise _circle(members, manager_of, set(upwards))
    return Hierarchy(tuple(manager_of), tuple(upwards))


def _upwards(manager_of: Sequence[int | None]) -> list[int]:
    """Everybody after those below; who is missing stands in a circle."""
    waiting_for = [0] * len(manager_of)
    for manager in manager_of:
        if manager is not None:
            waiting_for[manager] += 1
    order = [row for row, number in enumerate(waiting_for) if number == 0]
    for row in order:
        manager = manager_of[row]
        if manager is not None:
            waiting_for[manager] -= 1
            if waiting_for[manager] == 0:
                order.append(manager)
    return order


def _circle(members: Sequence[str], manager_of: Sequence[int | None], placed: set[int]) -> NoHierarchy:
    """The circle of the first member that has no place."""
    row: int | None = next(row for row in range(len(members)) if row not in placed)
    circle: list[int] = []
    while row is not None and row not in circle[:1]:
        circle.append(row)
        row = manager_of[row]
    names = [_short(members[each]) for each in [*circle, circle[0]]]
    if len(names) > _NAMES_OF_A_CIRCLE:
        names = [*names[: _NAMES_OF_A_CIRCLE - 1], f"{len(names) - _NAMES_OF_A_CIRCLE} more", names[-1]]
    return NoHierarchy(
        "managers", circle[0], f"lead in a circle: {' -> '.join(names)}", "give one of them another manager"
    )


def _short(name: str) -> str:
    longest = 24
    return name if len(name) <= longest else f"{name[: longest - 3]}..."
