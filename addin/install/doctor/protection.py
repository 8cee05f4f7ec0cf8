"""What to do about the facts that protect a machine: macros, trusted locations, disabled items, Defender."""

from __future__ import annotations

from collections.abc import Iterator

from addin.install.doctor.facts import DefenderRule, OnWindows, Policies
from addin.install.doctor.finding import Finding, fine, fix, note

_PAGE = "docs/for-it.md says what is needed"
_BLOCKS, _WARNS = 1, 6
_SIGNED_ONLY, _NONE = 3, 4
_ALL = 1


def protection_findings(windows: OnWindows) -> Iterator[Finding]:
    """What may keep Excel from running the add-in although everything is in its place."""
    signed = windows.addin.signed
    yield from _is_disabled(windows.policies)
    yield _trusted_locations(windows.policies)
    yield from _addins(windows.policies, signed=signed)
    yield _macros(windows.policies, signed=signed)
    if windows.policies.internet_macros_blocked:
        yield note("Macros", "those in files from the internet are blocked", "The add-in that install writes is not.")
    yield from _defender(windows.defender)


def _is_disabled(policies: Policies) -> Iterator[Finding]:
    for item in policies.disabled:
        yield fix(
            "Disabled items",
            f"Excel has disabled {item}, as it once stopped while loading",
            "File, Options, Add-ins, Manage Disabled Items, Go: select it, Enable, and restart Excel.",
        )
    if not policies.disabled:
        yield fine("Disabled items", "none of ours")


def _trusted_locations(policies: Policies) -> Finding:
    subject = "Trusted Locations"
    if policies.locations_off:
        return note(subject, "are switched off, or limited to those of your organisation", f"Ask IT; {_PAGE}.")
    if policies.startup_folder_trusted is None:
        return note(subject, "none are listed yet; Excel lists its startup folder when it first starts")
    if not policies.startup_folder_trusted:
        return note(
            subject,
            "Excel's startup folder is not among them",
            "Add it: File, Options, Trust Center, Trust Center Settings, Trusted Locations.",
        )
    return fine(subject, "Excel's startup folder is one of them")


def _addins(policies: Policies, *, signed: bool) -> Iterator[Finding]:
    if policies.vba_off:
        yield fix("Macros", "a policy switches VBA off in Office", f"Ask IT to allow it; {_PAGE}.")
    if policies.addins_off:
        yield fix("Add-ins", "all are switched off in Excel", f"Ask IT to allow them; {_PAGE}.")
    if policies.addins_must_be_signed:
        remedy = f"Ask IT to sign the add-in with your organisation's certificate; {_PAGE}."
        if signed:
            yield note("Add-ins", "must be signed, and this one is", "The certificate must be a trusted publisher's.")
        else:
            yield fix("Add-ins", "must be signed by a trusted publisher, and this one is not", remedy)


def _macros(policies: Policies, *, signed: bool) -> Finding:
    subject = "Macros"
    trusted = policies.startup_folder_trusted is not False and not policies.locations_off
    kept_off = policies.macros == _NONE or (policies.macros == _SIGNED_ONLY and not signed)
    if not kept_off and (trusted or policies.macros == _ALL):
        return fine(subject, "may run where the add-in lies")
    if trusted:
        return note(
            subject,
            "are off, but not in trusted locations, where the add-in lies",
            f"If the tab Centre ROI does not appear, ask IT; {_PAGE}.",
        )
    if kept_off:
        return fix(
            subject,
            "are off, and the add-in's folder is not trusted",
            f"Ask IT to trust %APPDATA%\\Microsoft\\Excel\\XLSTART or to sign the add-in; {_PAGE}.",
        )
    return note(subject, "need your consent", "When Excel asks at its start whether to enable them, enable them.")


def _defender(rules: tuple[DefenderRule, ...]) -> Iterator[Finding]:
    for rule in rules:
        found = f'rule "{rule.title}"'
        if rule.action == _BLOCKS:
            yield fix("Microsoft Defender", f"{found} blocks the add-in", f"Ask IT for an exclusion; {_PAGE}.")
        elif rule.action == _WARNS:
            yield note("Microsoft Defender", f"{found} warns", "Allow it when Windows asks.")
        else:
            yield note("Microsoft Defender", f"{found} records what the add-in does", "It blocks nothing today.")
    if not rules:
        yield fine("Microsoft Defender", "no rule in the way was found; other antivirus programs are not looked at")
