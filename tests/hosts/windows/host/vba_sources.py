"""The modules of an .xlam as pyOpenVBA's parser reads them, all of them or an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyopenvba import ExcelFile
from pyopenvba.vba import VBAModuleKind

#: What pyOpenVBA 6.5 does not read, and the same said in a way that it does.
READABLE_FORMS = [
    # A comment behind #If and #Const.
    (r"^(\s*#(?:Else)?If\b.*\bThen)[ \t]*'.*$", r"\1"),
    (r"^(\s*#Const\s+\w+\s*=\s*(?:\"[^\"\n]*\"|\w+))[ \t]*'.*$", r"\1"),
    # What the editor and the function wizard know of a procedure; running does not need it.
    (r"^Attribute\s+\w+\.VB_.*$", ""),
    # 64-bit Office, where LongPtr is another name.
    (r"\bAs\s+LongPtr\b", "As LongLong"),
    # `events.py` finds who listens by the name of the variable.
    (r"^(\s*(?:Dim|Private|Public)\s+)WithEvents\s+", r"\1"),
    # Files under a number: statements that become calls of functions in `vba_files.py`.
    (r"^(\s*)Open\s+(.+?)\s+For\s+(Input|Output|Append)\b.*?\bAs\s+#?(.+?)\s*$", r'\1VbaOpenFile \2, "\3", \4'),
    (r"^(\s*)Line\s+Input\s+#\s*(\w+)\s*,\s*(\w+)\s*$", r"\1\3 = VbaReadLine(\2)"),
    (r"\bInput\$?\(([^,\n]+),\s*#?\s*(\w+)\)", r"VbaReadCharacters(\1, \2)"),
    (r"^(\s*)Print\s+#\s*(\w+)\s*,", r"\1VbaPrintLine \2,"),
    (r"^(\s*)Close\b\s*#?\s*(\w*)\s*$", r"\1VbaCloseFile \2"),
]


@dataclass(frozen=True)
class Source:
    """One module of a project."""

    name: str
    is_class: bool
    text: str


def modules_of(path: str) -> Iterator[Source]:
    """Every module in the file."""
    with ExcelFile(path) as file:
        for module in file.vba_project().modules:
            yield Source(module.name, module.kind is not VBAModuleKind.standard, readable(module.source))


def readable(source: str) -> str:
    """The source with what the parser does not know said otherwise, line for line."""
    text = source.replace("\r\n", "\n")
    for pattern, replacement in READABLE_FORMS:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE | re.IGNORECASE)
    return text
