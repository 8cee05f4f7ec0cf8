"""The cells of a workbook file whose formulas are the user's own: computed, kept, and marked for Excel."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from addin.cells.addresses import Area, address
from addin.refusal import Refusal
from addin.system.file_state import FileState
from addin.xlsx.package import Package
from addin.xlsx.recalculation_mark import set_mark, waiting_areas
from addin.xlsx.sheet_xml import ABSENT
from workbook_templates.catalogue import TEMPLATES

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation
    from addin.engine.proving.own_formulas import OwnFormulas, Settled
    from addin.engine.staging import Formulas, Position

_MOST_NAMED = 3


class OwnCells:
    """Of a workbook that was made from a template; in any other none is told apart."""

    def __init__(self, package: Package, kind: str, seen: FileState | None) -> None:
        self._package = package
        self._kind = kind if kind in TEMPLATES else ""
        self._seen = seen
        self._formulas: OwnFormulas | None = None
        self._settled: Settled | None = None

    @property
    def kept(self) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
        """The cells that kept their last value, and those of the template that follow from them."""
        return ([], []) if self._settled is None else (list(self._settled.kept), list(self._settled.followers))

    def among(self, formulas: Formulas) -> Mapping[str, Collection[Position]]:
        """Those of these formulas that are none of the template's.

        One that shows a picture is not among them: no value could prove it, and the first engine hands pictures on.
        """
        from addin.engine.proving.trusted import TrustedFormulas, own_formulas

        trusted = TrustedFormulas.of(self._kind, self._package.sheets)
        own = own_formulas(formulas, trusted) if trusted else {}
        return {
            sheet: [place for place in places if self._package.rich_value(sheet, *place) is None]
            for sheet, places in own.items()
        }

    def settle(self, evaluation: Evaluation) -> None:
        """What these formulas come to, written into their cells as far as their sheet's form is concerned."""
        if not evaluation.own and not self._has_data_tables():
            return
        from addin.engine.proving.compiled import get_ready
        from addin.engine.proving.own_formulas import OwnFormulas

        get_ready()
        with evaluation.watched():
            if self._formulas is None or not self._formulas.covers(evaluation.own):
                old = self._package.as_read()
                self._formulas = OwnFormulas(old, evaluation, waiting_areas(old), self._moments())
            self._settled = self._formulas.settle(self._package, evaluation)
        for (sheet, row, column), area in self._settled.areas.items():
            self._package.sheet(sheet).resize_array(row, column, area)
        for sheet, row, column in self._settled.emptied:
            self._package.sheet(sheet).empty(row, column)
        evaluation.hold(self._settled.followers)

    def mark(self) -> None:
        """Tells Excel to compute the workbook where cells wait for that."""
        set_mark(self._package, [cell for cells in self.kept for cell in cells])

    def require_answers(self, evaluation: Evaluation) -> None:
        """That a workbook of ours, full of values, comes out empty is no answer."""
        had_values = False
        for sheet, position, _ in evaluation.of_template() if self._kind else ():
            if evaluation.values[sheet].get(position) is not None:
                return
            had_values = had_values or self._package.sheet(sheet).cached(*position) is not ABSENT
        if had_values:
            raise Refusal(
                f"{self._package.path.name}: its formulas cannot be computed here: all of them would come out empty. "
                "Nothing was changed; open the workbook in Excel, save it as Excel Workbook (.xlsx) and refresh that."
            )

    def require_computed(self, name: str, read: Sequence[tuple[str, Area]]) -> None:
        """A Refusal where the named cell follows from what was kept, or where that was among what was read."""
        if self._settled is None:
            return
        kept = self._settled.kept
        among = [cell for cell in kept if any(cell[0] == sheet and area.holds(*cell[1:]) for sheet, area in read)]
        if not among and self._package.place(name)[:3] not in self._settled.followers:
            return
        cells = (f"{sheet}!{address(row, column)}" for sheet, row, column in sorted(among or kept)[:_MOST_NAMED])
        raise Refusal(
            f"{self._package.path.name}: the report follows from formulas of your own that only Excel can compute: "
            f"{', '.join(cells)}. Nothing was changed; open the workbook in Excel, press F9 and refresh it there "
            "(Centre ROI > Refresh)."
        )

    def _has_data_tables(self) -> bool:
        """Whether a workbook of ours has such tables: Excel alone computes them."""
        package = self._package
        sheets = package.sheets if self._kind else ()
        return any(package.has_formulas(each) and package.sheet(each).data_tables for each in sheets)

    def _moments(self) -> list[datetime.datetime]:
        """When the workbook may have been computed last, the likeliest first."""
        now = datetime.datetime.now()  # noqa: DTZ005 - the user's own clock, as Excel's NOW()
        changed = None if self._seen is None else datetime.datetime.fromtimestamp(self._seen.modified / 1e9)  # noqa: DTZ006
        days = {each.date(): each for each in (now, changed, self._package.saved) if each is not None}
        return list(reversed(days.values()))
