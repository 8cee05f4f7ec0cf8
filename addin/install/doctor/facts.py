"""What the machine says about the add-in, as plain records; nothing here judges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from addin.install.configuration import Configuration


@dataclass(frozen=True)
class Interpreter:
    """The Python that runs the doctor."""

    version: str
    bits: int
    path: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Library:
    """A DLL of xlwings."""

    name: str
    bits: int
    path: str | None
    fault: str = ""
    """Why it does not load, as far as this Python can tell."""


@dataclass(frozen=True)
class Excel:
    """The installed program; bitness and version as far as Windows knows them."""

    path: str
    version: str
    bits: int | None


class AddinState(Enum):
    """The file at the add-in's place."""

    MISSING = "is not there"
    CURRENT = "is the one that came with this program"
    OTHER = "is not the one that came with this program"
    FOREIGN = "is not a file of Centre ROI"


@dataclass(frozen=True)
class AddinFile:
    """The add-in's file and its rivals."""

    path: str
    state: AddinState
    version: str | None = None
    signed: bool = False
    from_internet: bool = False
    for_all_users: str | None = None
    """A copy in the startup folder beside Excel itself."""
    registered: tuple[str, ...] = ()
    """Copies that Excel opens at start because a user ticked them."""
    elsewhere: tuple[str, ...] = ()
    """Copies in the folder of hand-made add-ins, which Excel does not open by itself."""


@dataclass(frozen=True)
class ConfigurationFile:
    """CentreROI.conf, and which of the files it names are not there."""

    path: str
    exists: bool
    content: Configuration | None = None
    absent: tuple[str, ...] = ()
    names_this_python: bool = False
    found_by_macros: bool = True
    """Whether Excel's macros, which know the letters of one language only, can open a file of this name."""


@dataclass(frozen=True)
class Policies:
    """What Excel's settings and the organisation's policies say about macros and add-ins."""

    macros: int | None = None
    """VBAWarnings: 1 all, 2 ask, 3 signed only, 4 none; None where nobody set it, which is as 2."""
    vba_off: bool = False
    addins_off: bool = False
    addins_must_be_signed: bool = False
    internet_macros_blocked: bool = False
    locations_off: bool = False
    startup_folder_trusted: bool | None = None
    """None where no list of trusted locations is found, so that Excel's own default holds."""
    disabled: tuple[str, ...] = ()
    """Entries of ours in Excel's list of disabled items."""


@dataclass(frozen=True)
class DefenderRule:
    """An attack surface reduction rule that concerns us: 1 blocks, 2 only records, 6 warns."""

    title: str
    action: int


@dataclass(frozen=True)
class Start:
    """A start of the Python that the configuration names, as Excel would start it."""

    seconds: float
    fault: str = ""
    """The last line that it said, if it failed."""


@dataclass(frozen=True)
class OnWindows:
    """What exists on Windows only."""

    xlwings: str | None
    libraries: tuple[Library, ...]
    excel: Excel | None
    addin: AddinFile
    configuration: ConfigurationFile
    policies: Policies
    defender: tuple[DefenderRule, ...]
    start: Start | None
    """None where there is no Python to start."""


@dataclass(frozen=True)
class OnLibreOffice:
    """LibreOffice, the extension in it and the Python that it uses."""

    name: str
    path: str
    extensions: tuple[str, ...]
    """The versions of our extension that this user's LibreOffice loads."""
    settings: str
    python: str | None
    """What the settings name; None where there are none, or a line is missing."""
    start: Start | None
    """None where no Python is named."""

    @property
    def is_used(self) -> bool:
        """Whether somebody wants the extension here."""
        return bool(self.extensions) or self.python is not None


@dataclass(frozen=True)
class Facts:
    """Everything the doctor looks at."""

    version: str
    interpreter: Interpreter
    libreoffice: OnLibreOffice | None
    windows: OnWindows | None
