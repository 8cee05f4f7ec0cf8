"""The user's own sources.toml: where rows come from, described once; a workbook only names one of its sections."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import available_timezones

from addin.refusal import Refusal
from addin.sources.records import KINDS, Source, SparkSource
from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from workbook_templates.rows.dates import ORDERS, DateOrder

_SECRET: Final = re.compile(r"(?i)pass(word|wd|phrase)?|pwd|secret|token|credentials?")
_WRITTEN_SECRET: Final = re.compile(r"(?i)://[^/\s]*:[^/\s]*@|(?:password|passwd|pwd|secret|token)\s*=")
_CONNECTION: Final = frozenset({"url", "uri", "dsn", "connection", "connection_string", "conninfo", "jdbc"})
_ENVIRONMENT_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOST: Final = re.compile(r"/[^\s@]*|[0-9A-Fa-f:.]+(?:%\w+)?|[\w.-]+")
"""The folder of a socket, an address, or a name: nothing that a user's name or password could stand before."""
_LONGEST_LIST: Final = 300
_SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class BadSetting(Exception):
    """What is wrong with a value: the rule, and how to put it right."""

    def __init__(self, rule: str, fix: str, value: Any = None) -> None:
        super().__init__(rule)
        self.rule, self.fix, self.value = rule, fix, value


Reader = Callable[[Any, Path], Any]
"""A value of the file and the folder it lies in -> what it means; raises Wrong."""


def default_path() -> Path:
    """The one place where sources are described, on every system."""
    return Path.home() / ".centre-roi" / "sources.toml"


def read_sources(path: Path | None = None) -> dict[str, Source]:
    """Every source of the file by its name as names are compared; none where there is no file."""
    path = path or default_path()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Refusal(f"{path}: the file cannot be read ({error.strerror}).") from None
    try:
        sections = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal(f"{path}: the text is not UTF-8; save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            f"{path}: the file cannot be read as TOML: {error}. A text stands in quotes, and so does a section's name "
            "that holds a space; in a Windows path write / or put it into single quotes: 'D:\\data\\survey.csv'"
        ) from None
    sources: dict[str, Source] = {}
    for name, section in sections.items():
        if not isinstance(section, dict):
            raise Refusal(f"{path}: {name} stands outside a section; begin one with a line like [survey] above it.")
        if name_key(name) in sources:
            raise Refusal(f'{path}: there are two sections "{name}"; names differ by more than capitals and spaces.')
        sources[name_key(name)] = _source(path, name, section)
    return sources


def find_source(name: str, path: Path | None = None) -> Source:
    """The source of that name."""
    path = path or default_path()
    sources = read_sources(path)
    found = sources.get(name_key(name))
    if found is not None:
        return found
    if not sources:
        raise Refusal(f'There is no source "{name}": {path} does not exist or is empty. Describe the source there.')
    near = difflib.get_close_matches(name_key(name), sources, n=1)
    hint = (
        f"did you mean {sources[near[0]].name}?"
        if near
        else f"there is: {', '.join(s.name for s in sources.values())}."
    )
    raise Refusal(f'There is no source "{name}" in {path}; {hint}')


def place_of(source: Source, headers: Sequence[str], header: str) -> int:
    """Which of the source's columns has that header, in any case."""
    places = [place for place, each in enumerate(headers) if name_key(each) == name_key(header)]
    if len(places) == 1:
        return places[0]
    if places:
        raise Refusal(f'source {source.name} has several columns "{header}"; rename all but the one that counts.')
    there = ", ".join(headers)
    there = there if len(there) <= _LONGEST_LIST else f"{there[:_LONGEST_LIST]}..."
    raise Refusal(
        f'source {source.name} has no column "{header}"; its columns are: {there}. Write the right one into '
        f"[{source.name}] of sources.toml."
    )


def _source(path: Path, name: str, section: Mapping[str, Any]) -> Source:
    for key, value in section.items():
        _require_no_secret(path, name, key, value)
    kind = section.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        rule = f"must be one of {', '.join(KINDS)}"
        raise _refusal(path, name, "kind", kind, rule, 'write kind = "csv", for example')
    record = KINDS[kind]
    known = {field.name: field for field in fields(record)}
    readers = {"kind": _text, **{key: _READERS[key] for key in known if key in _READERS}}
    for key in section:
        if key not in readers:
            raise _unknown_key(path, name, key, kind, readers)
    for key, described in known.items():
        if key in _READERS and key not in section and _is_needed(described):
            raise _refusal(path, name, key, None, f"is needed for a source of the kind {kind}", f'add {key} = "..."')
    values: dict[str, Any] = {}
    for key, value in section.items():
        try:
            values[key] = readers[key](value, path.parent)
        except BadSetting as wrong:
            raise _refusal(
                path, name, key, value if wrong.value is None else wrong.value, wrong.rule, wrong.fix
            ) from None
    if record is SparkSource and ("table" in values) == ("file" in values):
        raise _refusal(path, name, "table", None, "or file is needed for Spark, one of them", 'add table = "..."')
    del values["kind"]
    return record(name=name, **values)


def _is_needed(described: Field[Any]) -> bool:
    return described.default is MISSING and described.default_factory is MISSING


def _refusal(path: Path, name: str, key: str, value: Any, rule: str, fix: str) -> Refusal:
    got = "" if value is None else f"; got {_display(value)}"
    return Refusal(f"{path}, [{name}], {key}: {rule}{got} ({fix})")


def _display(value: Any) -> str:
    return quote(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else repr(value)[:80]


def _unknown_key(path: Path, name: str, key: str, kind: str, readers: Mapping[str, Reader]) -> Refusal:
    near = difflib.get_close_matches(key.lower(), readers, n=1)
    fix = f"did you mean {near[0]}?" if near else f"there are: {', '.join(readers)}"
    return Refusal(f"{path}, [{name}], {key}: is nothing that a source of the kind {kind} knows ({fix})")


def _require_no_secret(path: Path, name: str, key: str, value: Any) -> None:
    """A file is copied, mailed and backed up; what it holds is soon known to many."""
    fix = 'write password_from = "SURVEY_PASSWORD" and put the password into that environment variable'
    if _SECRET.fullmatch(key):
        raise Refusal(f"{path}, [{name}], {key}: a password never stands in this file ({fix})")
    if key.lower() in _CONNECTION:
        raise Refusal(
            f"{path}, [{name}], {key}: a connection is written in its parts (host, port, database, user), so that no "
            f"password can hide in it ({fix})"
        )
    if isinstance(value, str) and _WRITTEN_SECRET.search(value):
        raise Refusal(f"{path}, [{name}], {key}: its value seems to hold a password or token ({fix})")
    if isinstance(value, dict):
        for inner, each in value.items():
            _require_no_secret(path, f"{name}.{key}", inner, each)


def _text(value: Any, _: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadSetting("must be a text", 'put it into quotes: "..."')
    return value.strip()


def _file(value: Any, folder: Path) -> Path:
    text = _text(value, folder)
    if "://" in text:
        raise BadSetting(
            "must be a file on this computer or a network drive", "download it first; no address is opened"
        )
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:
        raise BadSetting("begins with a home folder that does not exist", "write the whole path") from None


def _host(value: Any, folder: Path) -> str:
    text = _text(value, folder)
    if not _HOST.fullmatch(text):
        raise BadSetting(
            "must be the name or address of a computer alone",
            'write host = "db.example.com", and port, user and password_from on lines of their own',
            value="something else",
        )
    return text


def _port(value: Any, _: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 65535:
        raise BadSetting("must be a whole number from 1 to 65535", "write port = 5432")
    return value


def _environment_name(value: Any, folder: Path) -> str:
    text = _text(value, folder)
    if not _ENVIRONMENT_NAME.fullmatch(text):
        raise BadSetting(
            "must be the name of an environment variable, not the password itself",
            'write password_from = "SURVEY_PASSWORD"',
            value="something else",
        )
    return text


def _one_of(*choices: str) -> Reader:
    def read(value: Any, _: Path) -> str:
        if value not in choices:
            raise BadSetting(f"must be one of {', '.join(choices)}", f'such as "{choices[0]}"')
        return str(value)

    return read


def _date_order(value: Any, folder: Path) -> DateOrder:
    text = _text(value, folder).upper()
    if text not in ORDERS:
        raise BadSetting(f"must be one of {', '.join(ORDERS)}", "3/4/2026 is 3 April in DMY, 4 March in MDY")
    return text


def _time_zone(value: Any, folder: Path) -> str:
    text = _text(value, folder)
    if text not in available_timezones() | {"UTC"}:
        raise BadSetting("must be the name of a time zone", 'such as "Asia/Shanghai" or "UTC"')
    return text


def _scale(value: Any, _: Path) -> tuple[float, float]:
    numbers = value if isinstance(value, list) else []
    plain = [each for each in numbers if isinstance(each, (int, float)) and not isinstance(each, bool)]
    if len(numbers) != 2 or len(plain) != 2 or not plain[0] < plain[1]:
        raise BadSetting("must be two numbers, the lower one first", "write scale = [1, 5]")
    return float(plain[0]), float(plain[1])


def _missing_codes(value: Any, _: Path) -> tuple[str, ...]:
    codes = value if isinstance(value, list) else [value]
    if not all(
        isinstance(code, (str, int, float)) and not isinstance(code, bool) and str(code).strip() for code in codes
    ):
        raise BadSetting("must be a list of numbers and texts", 'write missing = [99, "n/a"]')
    return tuple(str(code).strip() for code in codes)


def _columns(value: Any, _: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise BadSetting("must be lines of our name = theirs", 'write columns = { date = "answered_on" }')
    found: dict[str, tuple[str, ...]] = {}
    for name, theirs in value.items():
        headers = theirs if isinstance(theirs, list) else [theirs]
        if not headers or not all(isinstance(header, str) and header.strip() for header in headers):
            raise BadSetting(
                f"{name} must be the source's column, or a list of those that make an index",
                f'write {name} = "their column"',
                value=theirs,
            )
        if name_key(name) in found:
            raise BadSetting(f"{name} stands there twice", "leave one of them", value=theirs)
        if len(set(headers)) < len(headers):
            raise BadSetting(f"{name} names a column twice", "leave one of them", value=theirs)
        found[name_key(name)] = tuple(cast("list[str]", headers))
    return found


_READERS: Final[Mapping[str, Reader]] = {
    "columns": _columns,
    "key": _text,
    "scale": _scale,
    "missing": _missing_codes,
    "date_order": _date_order,
    "time_zone": _time_zone,
    "file": _file,
    "sheet": _text,
    "host": _host,
    "database": _text,
    "table": _text,
    "schema": _text,
    "port": _port,
    "user": _text,
    "password_from": _environment_name,
    "sslmode": _one_of(*_SSL_MODES),
    "master": _text,
    "remote": _text,
}
"""How the value of each field of a record is read."""
