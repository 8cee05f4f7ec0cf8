"""The ribbon tab, with a gallery item for each template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from workbook_templates.catalogue import TEMPLATES


@dataclass(frozen=True)
class _Button:
    """One button: what it is called, what it calls in Ribbon.bas, its Office picture, and its tip."""

    label: str
    action: str
    picture: str
    tip: str
    size: str = "large"

    def xml(self) -> str:
        return (
            f'<button id="CentreROI.{self.action.removeprefix("On")}" label={quoteattr(self.label)} size="{self.size}" '
            f'imageMso="{self.picture}" onAction="Ribbon.{self.action}" supertip={quoteattr(self.tip)}/>'
        )


_WORKBOOK = (
    _Button("Refresh", "OnRefresh", "RefreshAll", "Count this workbook's rows and recalculate its report."),
    _Button("Refresh from a file", "OnRefreshFromFile", "FileOpen", "Count a file's rows in place of the workbook's."),
    _Button("Check", "OnCheck", "DataValidation", "Every error, where it began and why; every check that is not OK."),
    _Button("Explain", "OnExplain", "ErrorChecking", "Why the selected cell shows an error, and what to do."),
    _Button("Copy to send", "OnCopyToSend", "FileSaveAs", "A copy with values in place of formulas."),
)
_ABOUT = (
    _Button("Help", "OnHelp", "Help", "Every function with its arguments and examples.", "normal"),
    _Button("About", "OnAbout", "Info", "Version, Python, and where settings and log are.", "normal"),
)


def ribbon_xml() -> str:
    """The part customUI/customUI.xml."""
    items = "".join(
        f'<item id={quoteattr(kind)} label={quoteattr(template.title)} imageMso="FileNew"/>'
        for kind, template in TEMPLATES.items()
    )
    gallery = (
        '<gallery id="CentreROI.New" label="New" size="large" imageMso="FileNew" onAction="Ribbon.OnNew" '
        'supertip="Start a workbook from a template." columns="1" showItemLabel="true">' + items + "</gallery>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"><ribbon><tabs>'
        '<tab id="CentreROI" label="Centre ROI">'
        f'<group id="CentreROI.WorkbookGroup" label="Workbook">{gallery}{_all(_WORKBOOK)}</group>'
        f'<group id="CentreROI.AboutGroup" label="Centre ROI">{_all(_ABOUT)}</group>'
        "</tab></tabs></ribbon></customUI>\n"
    )


def _all(buttons: Iterable[_Button]) -> str:
    return "".join(button.xml() for button in buttons)
