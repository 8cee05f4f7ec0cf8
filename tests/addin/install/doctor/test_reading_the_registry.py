"""What Office and Windows write into the registry becomes facts."""

from __future__ import annotations

import pytest

from addin.install.doctor import office_registry
from addin.install.doctor.facts import Policies
from addin.install.doctor.windows_registry import Hive
from tests.addin.install.doctor.registry import Given

USER, MACHINE = Hive.USER, Hive.MACHINE
OFFICE = r"Software\Microsoft\Office\16.0"
POLICY = r"Software\Policies\Microsoft\Office\16.0"
CLOUD = r"Software\Policies\Microsoft\Cloud\Office\16.0"
RULES = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
STARTUP = r"C:\Users\Ann\AppData\Roaming\Microsoft\Excel\XLSTART"


POLICY_FACTS = [
    ({(USER, rf"{OFFICE}\Excel\Security"): {"VBAWarnings": 3}}, {"macros": 3}),
    (
        {
            (USER, rf"{OFFICE}\Excel\Security"): {"VBAWarnings": 1},
            (USER, rf"{POLICY}\Excel\Security"): {"vbawarnings": 4},
        },
        {"macros": 4},
    ),
    ({(USER, rf"{CLOUD}\Excel\Security"): {"VBAWarnings": 4}}, {"macros": 4}),
    ({(USER, rf"{POLICY}\Common"): {"vbaoff": 1}}, {"vba_off": True}),
    ({(MACHINE, rf"{OFFICE}\Common"): {"VBAOff": 1}}, {"vba_off": True}),
    ({(USER, rf"{OFFICE}\Excel\Security"): {"DisableAllAddins": 1}}, {"addins_off": True}),
    ({(USER, rf"{OFFICE}\Excel\Security"): {"RequireAddinSig": 1}}, {"addins_must_be_signed": True}),
    ({(USER, rf"{POLICY}\Common\Security"): {"requirealwaysonmacrosig": 1}}, {"addins_must_be_signed": True}),
    (
        {(USER, rf"{POLICY}\Excel\Security"): {"blockcontentexecutionfrominternet": 1}},
        {"internet_macros_blocked": True},
    ),
    ({(USER, rf"{POLICY}\Excel\Security\Trusted Locations"): {"AllLocationsDisabled": 1}}, {"locations_off": True}),
    ({(USER, rf"{POLICY}\Common\Security\Trusted Locations"): {"Allow User Locations": 0}}, {"locations_off": True}),
    (
        {
            (USER, rf"{OFFICE}\Excel\Resiliency\DisabledItems"): {
                "A1": b"\1\0\0\0" + rf"{STARTUP}\centreroi.XLAM".encode("utf-16-le")
            }
        },
        {"disabled": ("CentreROI.xlam",)},
    ),
    ({(USER, rf"{OFFICE}\Excel\Resiliency\DisabledItems"): {"A1": b"\1\0\0\0x\0", "A2": 7}}, {}),
]


@pytest.mark.parametrize(("keys", "expected"), POLICY_FACTS)
def test_policies_are_read(keys: dict[tuple[Hive, str], dict[str, object]], expected: dict[str, object]) -> None:
    assert office_registry.policies(Given(keys), STARTUP) == Policies(**expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "below", "trusted"),
    [
        ("%APPDATA%\\Microsoft\\Excel\\XLSTART\\", 0, True),
        ("c:/users/ann/appdata/roaming/microsoft/excel/xlstart", 0, True),
        ("C:\\Users\\Ann\\AppData\\Roaming", 1, True),
        ("C:\\Users\\Ann\\AppData\\Roaming", 0, False),
        ("C:\\Users\\Ann\\AppData\\Roam", 1, False),
    ],
)
def test_a_trusted_location_is_the_folder_or_above_it(
    path: str, below: int, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPDATA", r"C:\Users\Ann\AppData\Roaming")
    location = {"Path": path, "AllowSubFolders": below}
    registry = Given({(USER, rf"{OFFICE}\Excel\Security\Trusted Locations\Location7"): location})
    assert office_registry.policies(registry, STARTUP).startup_folder_trusted is trusted


@pytest.mark.parametrize(
    ("keys", "actions"),
    [
        ({}, []),
        ({rf"SOFTWARE\Policies\{RULES}": {CHILDREN.upper(): "1"}}, [1]),
        ({rf"SOFTWARE\Policies\{RULES}": {CHILDREN: "0"}, rf"SOFTWARE\{RULES}": {CHILDREN: 1}}, []),
        ({rf"SOFTWARE\{RULES}": {"92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": 6, "other": 1}}, [6]),
        (
            {r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager": {"ASRRules": f"other=1|{CHILDREN}=2"}},
            [2],
        ),
    ],
)
def test_rules_of_defender_are_read(keys: dict[str, dict[str, object]], actions: list[int]) -> None:
    rules = office_registry.defender_rules(Given({(MACHINE, key): values for key, values in keys.items()}))
    assert [rule.action for rule in rules] == actions


def test_other_copies_that_excel_opens_are_read() -> None:
    opened = {
        "OPEN": '/R "C:\\Old\\CENTREROI.xlam"',
        "OPEN1": '"Solver.xlam"',
        "OPENFILES": "CentreROI.xlam",
        "OPEN2": "CentreROI.xlam",
    }
    registry = Given({(USER, rf"{OFFICE}\Excel\Options"): opened})
    assert office_registry.registered_copies(registry) == ("C:\\Old\\CENTREROI.xlam", "CentreROI.xlam")


def test_excel_is_found_in_the_registry() -> None:
    click = {
        (MACHINE, r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"): {
            "Platform": "x86",
            "VersionToReport": "16.0.1",
        }
    }
    root = {(MACHINE, r"SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"): {"Path": "C:\\Office16\\"}}
    path = {(USER, r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"): {"": '"C:\\Root\\EXCEL.EXE"'}}
    assert office_registry.excel_program(Given()) is None
    assert office_registry.excel_program(Given(click)) is None
    assert office_registry.excel_program(Given(root)) == ("C:\\Office16\\EXCEL.EXE", "16.0", None)
    assert office_registry.excel_program(Given(click | path)) == ("C:\\Root\\EXCEL.EXE", "16.0.1", 32)
