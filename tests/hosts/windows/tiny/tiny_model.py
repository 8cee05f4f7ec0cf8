"""Plain Python objects with the names of a COM object, as a test's model of a workbook is made of them."""

# ruff: noqa: N802
from __future__ import annotations


class RefusedError(Exception):
    excepinfo = (0, "Tiny", "the thing is locked", None, 0, -2146827284)


class Part:
    properties = ("Name",)

    def __init__(self, name: str) -> None:
        self.Name = name


class Parts:
    methods = ("Item",)
    properties = ("Count",)
    default = "Item"
    Count = 2

    def Item(self, index: float) -> Part:
        return Part(" ab"[int(index)])


class Thing:
    methods = ("Part", "Times")
    properties = ("Parts", "Title")
    Parts = Parts()

    def __init__(self, title: str) -> None:
        self._title = title

    @property
    def Title(self) -> str:
        return self._title

    @Title.setter
    def Title(self, title: str) -> None:
        self._title = title

    def Times(self, first: float, second: float | None = None) -> float:
        return float(first * (2 if second is None else second))

    def Part(self, name: str) -> Part:
        if self._title.startswith("Locked"):
            raise RefusedError
        return Part(f"part {name}")


def thing(title: str) -> Thing:
    return Thing(title)


class Application:
    properties = ("ActiveWorkbook",)
    ActiveWorkbook = Thing("Modelled")


def application() -> Application:
    return Application()
