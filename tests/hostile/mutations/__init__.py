"""Every kind of hostile file; importing this package gathers them all."""

from tests.hostile.cases import MUTATIONS
from tests.hostile.mutations import cells, containers, formulas, links, markup, names, tables, texts

__all__ = ["MUTATIONS", "cells", "containers", "formulas", "links", "markup", "names", "tables", "texts"]
