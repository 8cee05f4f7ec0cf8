"""A formula's text as a tree: words, references, calls with their arguments, and the text back from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from addin.cells.addresses import CELL, COLUMN
from addin.cells.text import holds_forbidden


class Unreadable(ValueError):
    """A text that is no formula; the message says where it stops making sense."""


class LeafKind(Enum):
    """What a leaf of the tree is."""

    TEXT = "text"
    NUMBER = "number"
    ARRAY = "array"
    ERROR = "error"
    REFERENCE = "reference"
    NAME = "name"
    OPERATOR = "operator"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word of a formula: `prefix` ends with the `!`, `brackets` follow a table's name."""

    kind: LeafKind
    text: str
    prefix: str = ""
    brackets: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, an empty list where one is left empty; `NAME()` has none."""

    name: str
    arguments: tuple[Expression, ...]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in parentheses; with more than one part, a union of references."""

    parts: tuple[Expression, ...]


Node = Leaf | Call | Group
Expression = tuple[Node, ...]

BRACKETS = r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]"
_PREFIX = r"(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[[^\[\]]+\])!"
_ERRORS = (
    r"\#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!)"
)
_WORD = rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<array>\{{(?:"(?:[^"]|"")*"|[^{{}}"])*\}})
    | (?P<space>\s+)
    | (?P<operator><=|>=|<>|[-+*/^&=<>%:@])
    | (?P<mark>[(),;])
    | (?P<prefix>{_PREFIX})?
      (?: (?P<error>{_ERRORS})
        | (?P<reference>(?:{CELL}(?::{CELL})?|{COLUMN}:{COLUMN}|\$?[0-9]+:\$?[0-9]+)(?![\w(.\[!?]))
        | (?P<call>[^\W\d][\w.]*)\s*\(
        | (?P<name>[^\W\d][\w.\\?]*(?:{BRACKETS})?|{BRACKETS}|\\\w+) )
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?)(?![\w])
    | (?P<spilled>\#)
"""
_LEXER = re.compile(_WORD, re.VERBOSE)
_SPACE = Leaf(LeafKind.SPACE, " ")
_PLAIN_KINDS = {kind.value: kind for kind in (LeafKind.TEXT, LeafKind.ARRAY, LeafKind.OPERATOR, LeafKind.NUMBER)}


LONGEST = 8_192
"""Letters of a formula in Excel."""
DEEPEST = 100
"""Parentheses within parentheses; Excel takes 64 functions within functions."""
TOO_DEEP = "it is nested too deeply"


@lru_cache(maxsize=256)
def parse(text: str) -> Expression:
    """The tree of a formula, with or without its equals sign. It never changes: who asks again is given the same."""
    body = text.strip().removeprefix("=")
    if len(body) > LONGEST:
        raise Unreadable(f"it is longer than the {LONGEST:,} characters that Excel takes")
    if holds_forbidden(body):
        raise Unreadable("it holds a character that no formula can hold")
    if not body.strip():
        raise Unreadable("there is nothing after the equals sign")
    reader = _Reader(body)
    tree, end = reader.expression()
    if end:
        raise Unreadable(f'"{end}" at position {reader.position} has no "(" before it' if end == ")" else _stray(end))
    return tree


def _stray(mark: str) -> str:
    if mark == ";":
        return "arguments are separated by commas, not semicolons, and decimals take a point"
    return f'a "{mark}" stands outside of a function'


class _Reader:
    """Reads words from left to right; one formula each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0

    def expression(self) -> tuple[Expression, str]:
        """Nodes up to the next `,` or `)` of this level, or the end; and which of them it was."""
        nodes: list[Node] = []
        text = self.text
        while self.position < len(text):
            match = _LEXER.match(text, self.position)
            if match is None:
                raise Unreadable(self._complaint())
            self.position = match.end()
            kind = match.lastgroup or ""
            word = match[kind]
            if kind == "mark":
                if word != "(":
                    return _tidy(nodes), word
                nodes.append(Group(self._parts("")))
            elif kind == "call":
                nodes.append(Call(word, self._parts(word), match["prefix"] or ""))
            elif kind == "space":
                nodes.append(_SPACE)
            elif kind == "spilled":
                nodes.append(Call("_xlfn.ANCHORARRAY", ((_taken(nodes),),)))
            elif kind in _PLAIN_KINDS:
                nodes.append(Leaf(_PLAIN_KINDS[kind], word))
            elif kind == "name":
                name, bracket, rest = word.partition("[")
                nodes.append(Leaf(LeafKind.NAME, name, match["prefix"] or "", bracket + rest))
            else:
                nodes.append(Leaf(LeafKind(kind), word, match["prefix"] or ""))
        return _tidy(nodes), ""

    def _parts(self, function: str) -> tuple[Expression, ...]:
        """What stands between this `(` and its `)`."""
        parts = []
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(TOO_DEEP)
        while True:
            part, end = self.expression()
            parts.append(part)
            if end == ")":
                break
            if end != ",":
                raise Unreadable(_stray(end) if end else f'a ")" is missing{f" after {function}(" if function else ""}')
        self.depth -= 1
        return () if parts == [()] else tuple(parts)

    def _complaint(self) -> str:
        rest = self.text[self.position :]
        if rest.startswith('"'):
            return "a text has no closing quote"
        if rest.startswith("{"):
            return 'an array constant has no closing "}"'
        return f'"{rest[:20]}" at position {self.position + 1} is not understood'


def _taken(nodes: list[Node]) -> Node:
    if not nodes:
        raise Unreadable('a "#" stands without a cell before it')
    return nodes.pop()


def _tidy(nodes: list[Node]) -> Expression:
    """Drop the spaces at both ends."""
    while nodes and nodes[-1] is _SPACE:
        nodes.pop()
    while nodes and nodes[0] is _SPACE:
        nodes.pop(0)
    return tuple(nodes)


def render(expression: Expression) -> str:
    """The text of a tree, without equals sign."""
    return "".join(map(_text, expression))


def _text(node: Node) -> str:
    if isinstance(node, Leaf):
        return node.prefix + node.text + node.brackets
    if isinstance(node, Call):
        return f"{node.prefix}{node.name}({','.join(map(render, node.arguments))})"
    return f"({','.join(map(render, node.parts))})"


def nodes(expression: Expression) -> Iterator[Node]:
    """Every node, what stands inside a call before the call itself: the order in which it is computed."""
    for node in expression:
        if isinstance(node, Call):
            for argument in node.arguments:
                yield from nodes(argument)
        elif isinstance(node, Group):
            for part in node.parts:
                yield from nodes(part)
        yield node
