"""What a user may type into an input cell, with an error text that says the rule and the fix."""

from copy import copy

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet


def allow(
    sheet: Worksheet,
    address: str,
    rule: DataValidation,
    title: str,
    error: str,
    *,
    prompt: str | None = None,
    warn_only: bool = False,
) -> None:
    """Attach a copy of the rule to the cells; a warning lets the user keep what was typed."""
    rule = copy(rule)
    rule.sqref = address
    rule.showErrorMessage = True
    rule.errorStyle = "warning" if warn_only else "stop"
    rule.errorTitle, rule.error = title[:32], error[:255]
    if prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = title[:32], prompt[:255]
    sheet.add_data_validation(rule)


def one_of(*words: str, blank: bool = True) -> DataValidation:
    """A drop-down of fixed words."""
    return DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=blank)


def from_list(address: str, blank: bool = True) -> DataValidation:
    """A drop-down of the cells at an address, such as Segments!$B$7:$B$16."""
    return DataValidation(type="list", formula1=address, allow_blank=blank)


def number(low: float, high: float, blank: bool = True) -> DataValidation:
    """A number within limits."""
    return DataValidation(
        type="decimal", operator="between", formula1=repr(low), formula2=repr(high), allow_blank=blank
    )


def whole(low: int, high: int, blank: bool = True) -> DataValidation:
    """A whole number within limits."""
    return DataValidation(type="whole", operator="between", formula1=str(low), formula2=str(high), allow_blank=blank)


def day(blank: bool = True) -> DataValidation:
    """A date from 1990 to 2200."""
    return DataValidation(
        type="date", operator="between", formula1="DATE(1990,1,1)", formula2="DATE(2200,12,31)", allow_blank=blank
    )


def rule(formula: str, blank: bool = True) -> DataValidation:
    """Whatever makes the formula (without =) true."""
    return DataValidation(type="custom", formula1=formula, allow_blank=blank)
