"""What the extension tells LibreOffice of itself: the functions with their help, menu, toolbar, version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from addin.hosts.libreoffice.identity import COMMANDS_SERVICE, FUNCTIONS_SERVICE, IDENTIFIER, TITLE
from addin.release import VERSION
from udfs.calling.function import Argument, Function
from udfs.calling.registry import FUNCTIONS
from workbook_templates.catalogue import TEMPLATES

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CALC = "com.sun.star.sheet.SpreadsheetDocument"


@dataclass(frozen=True)
class Button:
    """One entry of the menu: what it is called and the command behind it; `entries` make it a menu of its own."""

    label: str
    command: str = ""
    entries: tuple[Button, ...] = ()


TOOLBAR = (Button("Refresh", "refresh"), Button("Check", "check"), Button("Explain", "explain"))
MENU = (
    Button("New", entries=tuple(Button(template.title, f"new/{kind}") for kind, template in TEMPLATES.items())),
    Button("Refresh", "refresh"),
    Button("Refresh from a File...", "refresh_from_file"),
    Button("Check", "check"),
    Button("Explain", "explain"),
    Button("Help", "help"),
)


def address_of(command: str) -> str:
    """What LibreOffice calls when a button is pressed."""
    return f"service:{COMMANDS_SERVICE}?{command}"


def functions_xcu() -> str:
    """CalcAddIns.xcu: every function as the Function Wizard shows it."""
    nodes = "".join(map(_function, FUNCTIONS.values()))
    return _configuration(
        "CalcAddIns", _node("AddInInfo", _node(FUNCTIONS_SERVICE, _node("AddInFunctions", nodes), new=True))
    )


def _function(function: Function) -> str:
    # A function of an .xlsx is found by its compatibility name, and is saved by it.
    properties = (
        _property("DisplayName", function.name, translated=True)
        + _property("Description", function.summary, translated=True)
        + _property("Category", "Add-In")
        + _property("CompatibilityName", function.name, translated=True)
    )
    parameters = _node("Parameters", "".join(map(_parameter, function.arguments)))
    return _node(function.name, properties + parameters, new=True)


def _parameter(argument: Argument) -> str:
    optional = "" if argument.required else " (optional)"
    properties = _property("DisplayName", argument.name, translated=True) + _property(
        "Description", f"{argument.help}; {argument.kind.unit}{optional}", translated=True
    )
    return _node(argument.name, properties, new=True)


def buttons_xcu() -> str:
    """Addons.xcu: the menu and the toolbar, in Calc only."""
    menu = _property("Title", TITLE, translated=True) + _property("Context", _CALC) + _submenu(MENU)
    return _configuration(
        "Addons",
        _node(
            "AddonUI",
            _node("OfficeMenuBar", _node(f"{IDENTIFIER}.menu", menu, new=True))
            + _node("OfficeToolBar", _node(f"{IDENTIFIER}.toolbar", "".join(_entries(TOOLBAR)), new=True)),
        ),
    )


def toolbar_xcu() -> str:
    """CalcWindowState.xcu: the toolbar's name, and its place below the others; else it floats, without a name."""
    properties = _property("UIName", TITLE, translated=True) + "".join(
        _property(name, value) for name, value in (("Docked", "true"), ("DockingArea", "0"), ("DockPos", "0,2"))
    )
    toolbar = f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar"
    states = _node("UIElements", _node("States", _node(toolbar, properties, new=True)))
    return _configuration("CalcWindowState", states, package="org.openoffice.Office.UI")


def _submenu(buttons: Iterable[Button]) -> str:
    return _node("Submenu", "".join(_entries(buttons)))


def _entries(buttons: Iterable[Button]) -> Iterator[str]:
    for number, button in enumerate(buttons, start=1):
        properties = _property("Title", button.label, translated=True) + _property("Context", _CALC)
        if button.entries:
            properties += _property("URL", "") + _submenu(button.entries)
        else:
            properties += _property("URL", address_of(button.command)) + _property("Target", "_self")
        yield _node(f"entry{number:02}", properties, new=True)


def components_xml() -> str:
    """The services and the file that implements them."""
    services = "".join(
        f'<implementation name="{service}.implementation"><service name="{service}"/></implementation>'
        for service in (FUNCTIONS_SERVICE, COMMANDS_SERVICE)
    )
    return (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">'
        f'<component loader="com.sun.star.loader.Python" uri="component.py">{services}</component></components>\n'
    )


def description_xml() -> str:
    """Name, version and publisher, as the Extension Manager shows them."""
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<identifier value="{IDENTIFIER}"/><version value="{VERSION}"/>'
        '<dependencies><l:LibreOffice-minimal-version xmlns:l="http://libreoffice.org/extensions/description/2011" '
        'value="7.5" name="LibreOffice 7.5"/></dependencies>'
        '<display-name><name lang="en">Centre ROI</name></display-name></description>\n'
    )


def manifest_xml() -> str:
    """Which file of the extension is what."""
    kinds = {
        "types.rdb": "application/vnd.sun.star.uno-typelibrary;type=RDB",
        "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
        "Addons.xcu": "application/vnd.sun.star.configuration-data",
        "CalcWindowState.xcu": "application/vnd.sun.star.configuration-data",
        "centre-roi.components": "application/vnd.sun.star.uno-components",
    }
    entries = "".join(
        f'<manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{path}"/>'
        for path, kind in kinds.items()
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">{entries}</manifest:manifest>\n'


def _configuration(name: str, nodes: str, package: str = "org.openoffice.Office") -> str:
    return (
        f'{_HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="{package}">'
        f"{nodes}</oor:component-data>\n"
    )


def _node(name: str, content: str, *, new: bool = False) -> str:
    operation = ' oor:op="replace"' if new else ""
    return f"<node oor:name={quoteattr(name)}{operation}>{content}</node>"


def _property(name: str, value: str, *, translated: bool = False) -> str:
    language = ' xml:lang="en"' if translated else ""
    return f'<prop oor:name="{name}"><value{language}>{escape(value)}</value></prop>'
