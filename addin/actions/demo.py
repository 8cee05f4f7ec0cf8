"""The demo: workbooks of a made-up centre, filled and refreshed."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from addin.actions.refresh import Step, Summary, refresh, silently
from addin.system.new_file import create, free_name
from addin.workbook.file import WorkbookFile
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.centre_benefits import demo as demo_benefits
from workbook_templates.refreshing.record import Form
from workbook_templates.survey_roi import demo as demo_survey
from workbook_templates.target_breakdown import demo as demo_targets
from workbook_templates.team_earnings import demo as demo_earnings


@dataclass(frozen=True)
class Demo:
    """One workbook of the demo."""

    kind: str
    file: str
    fill: Callable[[Form], None]

    def write(self, folder: Path, step: Step = silently, now: datetime.datetime | None = None) -> tuple[Path, Summary]:
        """Write the refreshed workbook into a folder; never over another file."""
        target = free_name(folder / self.file)
        with tempfile.TemporaryDirectory() as scratch:
            draft = Path(scratch) / target.name
            draft.write_bytes(workbook_bytes(self.kind))
            with step(f"filling {target.name}"):
                book = WorkbookFile(draft)
                self.fill(book)
                book.save()
            summary = refresh(draft, step=step, now=now)
            create(target, lambda stream: stream.write(draft.read_bytes()))
        return target, summary


SURVEY: Final = Demo("survey_roi", "centre-roi-demo-survey.xlsx", demo_survey.fill)
TARGETS: Final = Demo("target_breakdown", "centre-roi-demo-targets.xlsx", demo_targets.fill)
EARNINGS: Final = Demo("team_earnings", "centre-roi-demo-earnings.xlsx", demo_earnings.fill)
BENEFITS: Final = Demo("centre_benefits", "centre-roi-demo-benefits.xlsx", demo_benefits.fill)
DEMOS: Final = (SURVEY, TARGETS, EARNINGS, BENEFITS)
