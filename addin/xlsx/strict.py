"""Strict Open XML as those read it who know only the transitional form: the same elements, other namespaces."""

from __future__ import annotations

import re

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_PATH = re.compile(rb"(\w+)/([\w/]+)(?=[\"'])")
_DECLARED = re.compile(rb"\s(?:xmlns(?::[\w.-]+)?|Type)\s*=\s*[\"']\Z")
"""What stands before a namespace, or before the kind of a relationship."""
_LONGEST_DECLARATION = 80
_FAR = 1000
"""Bytes in which a text is seen to be one, by the end of the tag before it."""
_RENAMED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}


def as_transitional(data: bytes) -> bytes:
    """A part with the namespaces and kinds of relationships of the transitional form, whatever its prefixes."""
    if _STRICT not in data:
        return data
    first, *others = data.split(_STRICT)
    pieces = [first]
    for other in others:
        path = _PATH.match(other) if _is_declared(pieces[-1][-_FAR:]) else None
        pieces.append(_STRICT + other if path is None else _address(path) + other[path.end() :])
    return b"".join(pieces)


def _is_declared(before: bytes) -> bool:
    """Whether what follows is a namespace or a kind of relationship, and no text that only looks so."""
    return before.rfind(b">") <= before.rfind(b"<") and _DECLARED.search(before[-_LONGEST_DECLARATION:]) is not None


def _address(path: re.Match[bytes]) -> bytes:
    """spreadsheetml/main is spreadsheetml/2006/main there."""
    before, slash, last = path[2].rpartition(b"/")
    return _TRANSITIONAL + path[1] + b"/2006/" + before + slash + _RENAMED.get(last, last)
