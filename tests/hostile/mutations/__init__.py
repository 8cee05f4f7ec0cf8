"""Every kind of hostile file; importing this package gathers them all."""

from tests.hostile.cases import MUTATIONS
from tests.hostile.mutations import cells, containers, engine, formulas, links, markup, names, steering, tables, texts

__all__ = [
    "MUTATIONS",
    "cells",
    "containers",
    "engine",
    "formulas",
    "links",
    "markup",
    "names",
    "steering",
    "tables",
    "texts",
]
