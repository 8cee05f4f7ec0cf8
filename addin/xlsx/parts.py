"""The parts of an Office file and how they relate; what is not changed is written as it was read."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from addin.refusal import Refusal
from addin.system.plain_file import require_plain
from addin.xlsx.safe_xml import children, parse, serialize
from addin.xlsx.zip_parts import LARGEST_FILE, Entry, read_entries, require_modest, write_entries

CONTENT_TYPES = "[Content_Types].xml"
_LARGE = 1 << 20


@dataclass(frozen=True)
class Relationship:
    """What a part refers to: `target` is the part's name, `stored` the text in the file."""

    kind: str
    target: str
    stored: str
    external: bool


class Parts:
    """An Office file held packed in memory, so that it is one state of the file that is read and written."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.size = len(data)
        """Bytes of the file as it was read."""
        self._entries: dict[str, Entry] = {}
        self._latest: tuple[str, bytes] = ("", b"")
        for entry in read_entries(data, file):
            key = part_key(entry.info.filename)
            if key in self._entries:
                raise self.damaged(f"it holds two parts called {entry.info.filename}")
            self._entries[key] = entry
        self._read_entries = dict(self._entries)

    def as_read(self) -> Parts:
        """The parts before any of them was changed."""
        parts = copy(self)
        parts._entries, parts._latest = dict(self._read_entries), ("", b"")  # noqa: SLF001 - its own kind
        return parts

    def names(self) -> tuple[str, ...]:
        """The parts in the order of the file."""
        return tuple(entry.info.filename for entry in self._entries.values())

    def referred_names(self) -> dict[str, str]:
        """Each part's name in the file, and as the parts write it that refer to it.

        These differ in case and slashes where a program was careless; Excel does not mind, other readers do.
        """
        written = {key: entry.info.filename.replace("\\", "/").lstrip("/") for key, entry in self._entries.items()}
        seen, owners = set[str](), [""]
        while owners:
            for each in self.relationships(owners.pop()).values():
                key = part_key(each.target)
                if each.external or key in seen or key not in written:
                    continue
                seen.add(key)
                owners.append(each.target)
                folder, name = posixpath.split(each.target)
                for own in (each.target, posixpath.join(folder, "_rels", f"{name}.rels")):
                    if part_key(own) in written:
                        written[part_key(own)] = own
        return {name: written[part_key(name)] for name in self.names()}

    def has(self, name: str) -> bool:
        return part_key(name) in self._entries

    def content(self, name: str) -> bytes:
        """Unpacked bytes. The latest large part is kept: it is searched for formulas, then read."""
        key = part_key(name)
        if self._latest[0] == key:
            return self._latest[1]
        data = self._entry(name).content(self.file)
        if len(data) > _LARGE:
            self._latest = (key, data)
        return data

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part."""
        return parse(self.content(name), self.file, name, self.size)

    def replace(self, name: str, data: bytes) -> None:
        """Other bytes for a part."""
        self._entries[part_key(name)] = self._entry(name).with_content(data)
        self._latest = ("", b"")

    def drop(self, name: str) -> None:
        """A part removed, with its content type and the relationships to it."""
        key = part_key(self._entry(name).info.filename)
        del self._entries[key]
        self._drop_children(CONTENT_TYPES, lambda element: part_key(element.get("PartName", "")) == key)
        for owner in self.names():
            if owner.endswith(".rels"):
                folder, file_name = posixpath.split(owner)
                source = posixpath.join(posixpath.dirname(folder), file_name.removesuffix(".rels"))
                dropped = {i for i, each in self.relationships(source).items() if part_key(each.target) == key}
                if dropped:
                    self._drop_children(owner, lambda element, ids=dropped: element.get("Id") in ids)  # type: ignore[misc]

    def relationships(self, source: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the whole file), by id."""
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(part):
            return {}
        found = {}
        for each in children(self.tree(part), "Relationship"):
            stored, external = each.get("Target", ""), each.get("TargetMode") == "External"
            target = "" if external else posixpath.normpath(posixpath.join("/", folder, stored)).lstrip("/")
            if not external and not self.has(target):
                target = unquote(target)
            found[each.get("Id", "")] = Relationship(each.get("Type", "").rpartition("/")[2], target, stored, external)
        return found

    def write(self, stream: BinaryIO, changed: dict[str, bytes]) -> None:
        """The file with these parts changed, all others packed as they were."""
        entries = dict(self._entries)
        for name, data in changed.items():
            entries[part_key(name)] = self._entry(name).with_content(data)
        # What could not be opened again is not written.
        sizes = [(entry.info.file_size, len(entry.packed)) for entry in entries.values()]
        require_modest(sum(size for size, _ in sizes), sum(packed for _, packed in sizes), self.file)
        write_entries(stream, entries.values())

    def damaged(self, what: str) -> Refusal:
        return Refusal(
            f"{self.file}: is damaged: {what}. Open it in Excel (which can repair it) and save it, or restore a backup."
        )

    def _entry(self, name: str) -> Entry:
        entry = self._entries.get(part_key(name))
        if entry is None:
            raise self.damaged(f"its part {name} is missing")
        return entry

    def _drop_children(self, name: str, unwanted: Callable[[etree._Element], bool]) -> None:
        root = self.tree(name)
        for element in [each for each in root if unwanted(each)]:
            root.remove(element)
        self.replace(name, serialize(root, self.content(name)))


def part_key(name: str) -> str:
    """Part names are compared without case and leading slash; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def read_file(path: Path) -> bytes:
    """The bytes of a file, or a Refusal that says what is in the way."""
    require_plain(path, "workbook")
    try:
        with path.open("rb") as stream:
            state = os.fstat(stream.fileno())
            # What is to be read is reserved before: of a plain file no more than it has.
            size = min(state.st_size, LARGEST_FILE) if stat.S_ISREG(state.st_mode) else LARGEST_FILE
            data = stream.read(size + 1)
    except FileNotFoundError:
        raise Refusal(f"{path}: there is no such file. Check the name and the folder.") from None
    except PermissionError:
        raise Refusal(
            f"{path}: may not be read by you, or another program holds it. Close it there, or ask its owner for "
            "permission to read it."
        ) from None
    except (OSError, ValueError) as error:
        raise Refusal(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(data) > LARGEST_FILE:
        raise Refusal(f"{path}: is larger than {LARGEST_FILE / 1e9:.1f} GB; it was not opened.")
    return data
