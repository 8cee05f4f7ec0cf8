"""Each fact that hinders the add-in gets a remedy, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from addin.cli import program as cli
from addin.install.configuration import Configuration
from addin.install.doctor import machine
from addin.install.doctor.facts import (
    AddinFile,
    AddinState,
    ConfigurationFile,
    DefenderRule,
    Excel,
    Facts,
    Interpreter,
    Library,
    OnLibreOffice,
    OnWindows,
    Policies,
    Start,
)
from addin.install.doctor.finding import Finding, Weight
from addin.install.doctor.judgement import findings
from addin.install.doctor.libreoffice_judgement import libreoffice_findings

ADDIN = AddinFile(path="XLSTART/CentreROI.xlam", state=AddinState.CURRENT, version="1.0")
SETTINGS = ConfigurationFile("CentreROI.conf", True, Configuration("py", "64", "32", "1.0"), names_this_python=True)
HEALTHY = OnWindows(
    xlwings="0.37.8",
    libraries=(Library("xlwings64.dll", 64, "C:/xlwings64.dll"), Library("xlwings32.dll", 32, "C:/xlwings32.dll")),
    excel=Excel("EXCEL.EXE", "16.0.17328", 64),
    addin=ADDIN,
    configuration=SETTINGS,
    policies=Policies(startup_folder_trusted=True),
    defender=(),
    start=Start(1.5),
)


CALC = OnLibreOffice("LibreOffice 25.2", "soffice", ("1.0",), "LibreOffice.conf", "python", Start(1))


def judged(windows: OnWindows | None, doubts: tuple[str, ...] = ()) -> list[Finding]:
    return list(findings(Facts("1.0", Interpreter("3.11", 64, "python.exe", doubts), CALC, windows)))


def changed(**parts: Any) -> OnWindows:
    return replace(HEALTHY, **parts)


def addin(**parts: Any) -> OnWindows:
    return changed(addin=replace(ADDIN, **parts))


def settings(**parts: Any) -> OnWindows:
    return changed(configuration=replace(SETTINGS, **parts))


def policies(**parts: Any) -> OnWindows:
    return changed(policies=replace(HEALTHY.policies, **parts))


def library(bits: int, **parts: Any) -> OnWindows:
    return changed(libraries=tuple(replace(each, **parts) if each.bits == bits else each for each in HEALTHY.libraries))


def test_a_healthy_machine_has_nothing_to_do() -> None:
    lines = judged(HEALTHY)
    assert {finding.weight for finding in lines} == {Weight.FINE}
    assert not [finding for finding in lines if finding.remedy or "\n" in str(finding)]


MUST = [
    (changed(excel=None), "Excel", "Install Excel"),
    (changed(xlwings=None), "xlwings", "pip install xlwings==0.37.8"),
    (changed(xlwings="0.30.1"), "0.30.1 is installed and the add-in needs 0.37.8", "pip install"),
    (library(64, path=None), "xlwings64.dll is missing", "antivirus"),
    (library(64, fault="no entry"), "no entry", "antivirus"),
    (replace(library(32, path=None), excel=Excel("EXCEL.EXE", "", None)), "xlwings32.dll", "--force-reinstall"),
    (addin(state=AddinState.MISSING), "is not there", "centre-roi install"),
    (addin(state=AddinState.OTHER, version="0.9"), "(0.9, and this is 1.0)", "Close Excel"),
    (addin(state=AddinState.OTHER, version="0.9", signed=True), "0.9 and signed", "Ask IT"),
    (addin(state=AddinState.FOREIGN, version=None), "not a file of Centre ROI", "Move it away"),
    (addin(for_all_users="Office16/XLSTART"), "second copy is in Office16", "remove one"),
    (addin(registered=("D:/old/CentreROI.xlam",)), "D:/old", "Untick"),
    (addin(from_internet=True), "from the internet", "Unblock"),
    (settings(exists=False, content=None), "CentreROI.conf is not there", "centre-roi install"),
    (settings(content=None), "lacks a line", "centre-roi install"),
    (settings(absent=("C:/old/pythonw.exe",)), "C:/old/pythonw.exe", "With the Python that Excel should use"),
    (settings(content=Configuration("py", "64", "32", "0.9")), "version 0.9 and this is 1.0", "centre-roi install"),
    (changed(start=Start(0.3, "ModuleNotFoundError: No module named 'addin'")), "ModuleNotFoundError", "Install"),
    (policies(disabled=("CentreROI.xlam",)), "has disabled CentreROI.xlam", "Enable"),
    (policies(vba_off=True), "switches VBA off", "Ask IT"),
    (policies(addins_off=True), "switched off", "Ask IT"),
    (policies(addins_must_be_signed=True), "this one is not", "sign"),
    (policies(macros=4, locations_off=True), "are off", "trust"),
    (policies(macros=3, startup_folder_trusted=False), "are off", "sign the add-in"),
    (changed(defender=(DefenderRule("Child processes", 1),)), "blocks", "exclusion"),
]


@pytest.mark.parametrize(("windows", "found", "remedy"), MUST)
def test_what_hinders_must_be_put_right(windows: OnWindows, found: str, remedy: str) -> None:
    (wrong,) = [finding for finding in judged(windows) if finding.weight is Weight.WRONG]
    assert found in str(wrong)
    assert remedy in wrong.remedy
    assert "\n" not in str(wrong)


NOTED = [
    (library(32, path=None), "xlwings32.dll is missing"),
    (addin(elsewhere=("AddIns/CentreROI.xlam",)), "AddIns/CentreROI.xlam"),
    (settings(names_this_python=False), "another Python"),
    (settings(found_by_macros=False), "plain letters"),
    (changed(start=Start(25)), "25.0 s"),
    (policies(internet_macros_blocked=True), "files from the internet are blocked"),
    (policies(macros=4), "not in trusted locations"),
    (policies(startup_folder_trusted=None), "none are listed"),
    (policies(startup_folder_trusted=False, macros=1), "not among them"),
    (changed(defender=(DefenderRule("Child processes", 2),)), "records"),
    (changed(defender=(DefenderRule("Child processes", 6),)), "warns"),
    (
        changed(addin=replace(ADDIN, signed=True), policies=replace(HEALTHY.policies, addins_must_be_signed=True)),
        "trusted publisher",
    ),
]


@pytest.mark.parametrize(("windows", "said"), NOTED)
def test_what_may_matter_is_a_note(windows: OnWindows, said: str) -> None:
    lines = judged(windows)
    (noted,) = [finding for finding in lines if finding.weight is Weight.NOTE]
    assert said in str(noted)
    assert Weight.WRONG not in {finding.weight for finding in lines}


@pytest.mark.parametrize(
    "windows",
    [
        addin(state=AddinState.OTHER, version="1.0", signed=True),
        addin(state=AddinState.MISSING, for_all_users="Office16/XLSTART/CentreROI.xlam"),
        policies(macros=1),
        policies(macros=2),
        replace(policies(macros=3), addin=replace(ADDIN, signed=True)),
    ],
)
def test_other_ways_to_be_fine(windows: OnWindows) -> None:
    assert {finding.weight for finding in judged(windows)} == {Weight.FINE}


def test_macros_that_ask_are_noted_where_the_folder_is_not_trusted() -> None:
    notes = [
        str(finding) for finding in judged(policies(startup_folder_trusted=False)) if finding.weight is Weight.NOTE
    ]
    assert [note.partition(":")[0] for note in notes] == ["note Trusted Locations", "note Macros"]


def test_elsewhere_than_on_windows_there_is_nothing_to_put_right() -> None:
    lines = judged(None, doubts=())
    assert Weight.WRONG not in {finding.weight for finding in lines}
    assert any("Windows only" in str(finding) for finding in lines)


@pytest.mark.parametrize(
    ("office", "weights", "words"),
    [
        (CALC, "ok ok ok", "version 1.0 is in LibreOffice"),
        (None, "note", "Only needed for LibreOffice Calc."),
        (replace(CALC, extensions=(), python=None, start=None), "ok note", "centre-roi install --libreoffice"),
        (replace(CALC, extensions=()), "ok FIX ok", "not in LibreOffice, while its settings are there"),
        (replace(CALC, extensions=("0.9",)), "ok FIX ok", "of version 0.9, and this is 1.0"),
        (replace(CALC, extensions=("1.0", "0.9")), "ok FIX ok", "twice, of versions 1.0 and 0.9"),
        (replace(CALC, python=None, start=None), "ok ok FIX", "LibreOffice.conf is not there or lacks a line"),
        (replace(CALC, start=Start(1, "No module named numpy")), "ok ok FIX", "No module named numpy"),
    ],
)
def test_libreoffice_is_judged_by_extension_settings_and_python(
    office: OnLibreOffice | None, weights: str, words: str
) -> None:
    lines = list(libreoffice_findings(office, "1.0"))
    assert " ".join(line.weight.value for line in lines) == weights
    assert any(words in str(line) for line in lines)


def test_doubts_about_this_python_are_notes() -> None:
    (noted,) = [finding for finding in judged(HEALTHY, ("From the Store.",)) if finding.weight is Weight.NOTE]
    assert "From the Store." in str(noted)


def test_the_command_prints_a_line_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = Facts("1.0", Interpreter("3.11", 64, "python.exe"), None, changed(start=Start(1, "broken")))
    monkeypatch.setattr(machine, "facts_of_this_machine", lambda: facts)
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if line.startswith("FIX  Start: ")]
    assert out[-1] == "To put right: 1, marked FIX above."
    monkeypatch.setattr(machine, "facts_of_this_machine", lambda: replace(facts, windows=None))
    assert cli.main(["doctor"]) == 0
    assert "Nothing has to be put right." in capsys.readouterr().out
