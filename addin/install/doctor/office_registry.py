"""What the registry says about Excel, its policies and Microsoft Defender, as facts."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Iterator

from addin.hosts.excel.folders import ADDIN_NAME
from addin.install.doctor.facts import DefenderRule, Policies
from addin.install.doctor.windows_registry import Hive, Registry

_OFFICE = r"Software\Microsoft\Office\16.0"
_POLICIES = (r"Software\Policies\Microsoft\Office\16.0", r"Software\Policies\Microsoft\Cloud\Office\16.0")
_LOCATIONS = r"Excel\Security\Trusted Locations"
_DEFENDER = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_DEFENDER_KEYS = (rf"SOFTWARE\Policies\Microsoft\{_DEFENDER}", rf"SOFTWARE\Microsoft\{_DEFENDER}")
_DEFENDER_MANAGED = r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
_DEFENDER_TITLES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}


def policies(registry: Registry, startup_folder: str) -> Policies:
    """Macros, add-ins, trusted locations and disabled items; a policy goes before the user's own setting."""
    security = _merge_values(registry, r"Excel\Security")
    locations = _merge_values(registry, _LOCATIONS)
    shared_locations = _merge_values(registry, r"Common\Security\Trusted Locations")
    macros = security.get("vbawarnings")
    return Policies(
        macros=macros if isinstance(macros, int) else None,
        vba_off=any(_is_on(values, "vbaoff") for values in _vba_switches(registry)),
        addins_off=_is_on(security, "disablealladdins"),
        addins_must_be_signed=_is_on(security, "requireaddinsig")
        or _is_on(_merge_values(registry, r"Common\Security"), "requirealwaysonmacrosig"),
        internet_macros_blocked=_is_on(security, "blockcontentexecutionfrominternet"),
        locations_off=_is_on(locations, "alllocationsdisabled") or shared_locations.get("allow user locations") == 0,
        startup_folder_trusted=_trusts(registry, startup_folder),
        disabled=tuple(_is_disabled(registry)),
    )


def defender_rules(registry: Registry) -> tuple[DefenderRule, ...]:
    """The rules that concern us, unless they are switched off; a policy goes before a local setting."""
    found: dict[str, object] = {}
    for key in reversed(_DEFENDER_KEYS):
        found.update(registry.values(Hive.MACHINE, key))
    managed = str(registry.values(Hive.MACHINE, _DEFENDER_MANAGED).get("asrrules", ""))
    for pair in managed.lower().split("|"):
        rule, _, action = pair.partition("=")
        found[rule] = action
    actions = {title: str(found.get(rule, "")) for rule, title in _DEFENDER_TITLES.items()}
    return tuple(DefenderRule(title, int(action)) for title, action in actions.items() if action in ("1", "2", "6"))


def registered_copies(registry: Registry) -> tuple[str, ...]:
    """Copies of the add-in that Excel opens at start, from its values OPEN, OPEN1, ..."""
    options = registry.values(Hive.USER, rf"{_OFFICE}\Excel\Options")
    opened = [str(value) for name, value in options.items() if re.fullmatch(r"open\d*", name)]
    return tuple(value.removeprefix("/R ").strip('"') for value in opened if ADDIN_NAME.lower() in value.lower())


def excel_program(registry: Registry) -> tuple[str, str, int | None] | None:
    """Path, version and bitness of the installed Excel, as far as the registry tells; None where there is none."""
    office = registry.values(Hive.MACHINE, r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration")
    platform = {"x64": 64, "x86": 32}.get(str(office.get("platform", "")).lower())
    version = str(office.get("versiontoreport", ""))
    for hive in Hive:
        found = registry.values(hive, r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe")
        if path := str(found.get("", "")).strip('"'):
            return path, version, platform
    root = str(registry.values(Hive.MACHINE, r"SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot").get("path", ""))
    return (ntpath.join(root, "EXCEL.EXE"), version or "16.0", platform) if root else None


def _merge_values(registry: Registry, key: str) -> dict[str, object]:
    found = registry.values(Hive.USER, rf"{_OFFICE}\{key}")
    for root in reversed(_POLICIES):
        found = found | registry.values(Hive.USER, rf"{root}\{key}")
    return found


def _vba_switches(registry: Registry) -> Iterator[dict[str, object]]:
    for hive in Hive:
        for root in (_OFFICE, *_POLICIES):
            yield registry.values(hive, rf"{root}\Common")


def _is_on(values: dict[str, object], name: str) -> bool:
    return values.get(name) in (1, "1")


def _trusts(registry: Registry, folder: str) -> bool | None:
    there = _folder(folder)
    listed = False
    for root in (_OFFICE, *_POLICIES):
        for name in registry.subkeys(Hive.USER, rf"{root}\{_LOCATIONS}"):
            location = registry.values(Hive.USER, rf"{root}\{_LOCATIONS}\{name}")
            if not location.get("path"):
                continue
            listed = True
            trusted = _folder(str(location["path"]))
            below = there.startswith(trusted.rstrip("\\") + "\\")
            if there == trusted or (below and _is_on(location, "allowsubfolders")):
                return True
    return False if listed else None


def _folder(path: str) -> str:
    return ntpath.normcase(ntpath.normpath(ntpath.expandvars(path)))


def _is_disabled(registry: Registry) -> Iterator[str]:
    for value in registry.values(Hive.USER, rf"{_OFFICE}\Excel\Resiliency\DisabledItems").values():
        if isinstance(value, bytes):
            text = value.decode("utf-16-le", errors="ignore").lower()
            if ADDIN_NAME.lower() in text:
                yield ADDIN_NAME
