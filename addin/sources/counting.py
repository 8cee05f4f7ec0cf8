"""The one counting expression: rows joined to what their cells stand for, de-duplicated and grouped by the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import reduce
from operator import and_
from typing import Any, Final

from addin.refusal import Refusal
from addin.sources.dialects import literal, nothing, row_number
from addin.sources.engines import NUMBER, Opened
from udfs.calling.labels import name_key
from workbook_templates.rows.counting import NO_LEVEL, OTHER_PERIOD, UNANSWERED, Codes, Distinct, Group, RawRows

Wording = Callable[[], AbstractContextManager[None]]
"""Within it, what an engine fails with is told in words."""

_UNSEEN: Final = -99
"""What a cell stands for that was not there when the distinct cells were asked for."""
_MOST_DISTINCT: Final = 1_000_000
_LARGEST_CODE: Final = 1 << 62
_ANSWERS: Final = "centre_roi_answers"
_WHO: Final = "centre_roi_who"
_BLANK: Final = "centre_roi_blank"
_CODED: Final = ("month", "days_left", "place", "level")
_OURS: Final = ("Date", "Customer", "Segment", "Index")


class Counting:
    """The CountingEngine of a survey whose columns lie at these places of a source's table."""

    def __init__(self, name: str, opened: Opened, places: Mapping[str, Sequence[int]], in_words: Wording) -> None:
        self.name = name
        self.table = opened.table
        self.all_columns = opened.columns
        self.language = opened.language
        self.in_words = in_words
        self.columns = {ours: [opened.columns[place] for place in found] for ours, found in places.items()}
        self.indexes = tuple(opened.headers[place] for place in places["Index"])
        self._distinct: dict[str, list[Any]] = {}
        """The distinct cells of each column of `_with_keys` as the engine has them, in the order of `distinct`."""
        self._ranked: Any = None
        self._ranked_by: Codes | None = None
        self._has_blank_rows = False

    def distinct(self, column: str) -> Distinct:
        """The cells of a column that differ; of Index the answers side by side."""
        told = self._names(column)
        if not told:
            return Distinct([(None,)], [0])
        with self.in_words():
            table = self._with_keys(self.table)
            if len(told) == 1:
                found = self._groups(table, told[0], column)
                return Distinct([(self.language.cell(cell),) for cell, _ in found], [rows for _, rows in found])
            answers = [[cell for cell, _ in self._groups(table, name, column)] for name in told]
            found = self._groups(self._with_combined_answers(table), _ANSWERS, column)
        cells = []
        for combined, _ in found:
            if combined < 0:
                raise self._changed()
            places, rest = [], combined
            for each in answers:
                rest, place = divmod(rest, len(each))
                places.append(self.language.cell(each[place]))
            cells.append(tuple(places))
        return Distinct(cells, [rows for _, rows in found])

    def counts(self, codes: Codes) -> list[Group]:
        """Every row counted; of a customer's valid answers in a month the first by date, level and place is kept."""
        with self.in_words():
            rows = self._rows(codes)
            kept, anonymous = (rows["before"] == 0).fill_null(False), rows["before"].isnull() & _is_valid(rows)
            grouped = rows.group_by("month", "place", "level").agg(
                rows=rows.count(), kept=kept.ifelse(1, 0).sum(), anonymous=anonymous.ifelse(1, 0).sum()
            )
            found = [tuple(map(int, group)) for group in self.language.rows(grouped)]
        if any(_UNSEEN in group[:3] for group in found):
            raise self._changed()
        return [
            Group(month, place, level, every, kept + anonymous, anonymous)
            for month, place, level, every, kept, anonymous in found
        ]

    def blank_rows(self, codes: Codes) -> int:
        """Rows without an index in which no other column of the source holds anything either."""
        with self.in_words():
            rows = self._rows(codes)
            cells = [rows[name] for ours in ("Date", "Customer", "Segment") for name in self._cells(ours)]
            if not self._number(rows.filter(rows["level"] == NO_LEVEL, *map(self._holds_nothing, cells))):
                return 0
            # Other columns are looked at only now: a source may have hundreds of them.
            self._has_blank_rows, self._ranked = True, None
            rows = self._rows(codes)
            return self._number(rows.filter(rows[_BLANK]))

    def faulty(self, codes: Codes, most: int) -> RawRows:
        """The first rows that are not valid, blank ones excepted."""
        with self.in_words():
            rows = self._rows(codes)
            blank = [~rows[_BLANK]] if self._has_blank_rows else []
            return self._first_rows(rows.filter(~_is_valid(rows), ~_is_apart(rows), *blank), most)

    def repeated(self, codes: Codes, most: int) -> RawRows:
        """The first valid rows that are a customer's second answer in a month."""
        with self.in_words():
            rows = self._rows(codes)
            return self._first_rows(rows.filter(rows["before"] > 0), most, second=True)

    def _number(self, rows: Any) -> int:
        ((number,),) = self.language.rows(rows.agg(rows=rows.count()))
        return int(number)

    def _holds_nothing(self, column: Any) -> Any:
        return ~self.language.holds_something(column)

    def _rows(self, codes: Codes) -> Any:
        """Each row with its cells, its codes and, where it is a customer's valid answer, how many go before it."""
        if self._ranked is not None and self._ranked_by is codes:
            return self._ranked
        table = self._with_codes(self.table, codes)
        shown = {
            name: self.language.comparable_key(table[column])
            for ours in _OURS
            for name, column in zip(self._cells(ours), self.columns[ours], strict=True)
        }
        numbers = [NUMBER] if NUMBER in table.columns else []
        blank = {_BLANK: self._is_blank(table)} if self._has_blank_rows else {}
        table = table.select(*numbers, *_CODED, _WHO, **shown, **blank)
        window = {
            "group_by": [_WHO, "month", _is_valid(table)],
            "order_by": [table[name] for name in ("days_left", "level", "place", *numbers)],
        }
        is_a_customers = table[_WHO].notnull() & _is_valid(table)
        ranks = {"before": is_a_customers.ifelse(row_number().over(**window), None)}
        if numbers:
            ranks["stays"] = table[NUMBER].first().over(**window)
        self._ranked, self._ranked_by = self.language.materialize(table.mutate(**ranks)), codes
        return self._ranked

    def _names(self, ours: str) -> list[str]:
        """The columns of `_with_keys` that one of ours stands in."""
        return [f"centre_roi_{ours.lower()}{place}" for place in range(len(self.columns[ours]))]

    def _cells(self, ours: str) -> list[str]:
        """The columns of `_rows` that show one of ours."""
        return [f"{name}_shown" for name in self._names(ours)]

    def _with_keys(self, table: Any) -> Any:
        """The table with the columns in which cells are told apart beside its own."""
        told = {
            name: self.language.comparable_key(table[column], is_date=ours == "Date")
            for ours in ("Date", "Segment", "Index")
            for name, column in zip(self._names(ours), self.columns[ours], strict=True)
        }
        return table.mutate(**told)

    def _groups(self, table: Any, name: str, ours: str) -> list[tuple[Any, int]]:
        """The distinct cells of a column and their rows, remembered."""
        found = self.language.rows(table.group_by(name).agg(rows=table.count()).limit(_MOST_DISTINCT + 1))
        if len(found) > _MOST_DISTINCT:
            raise self._too_many(ours)
        self._distinct[name] = [cell for cell, _ in found]
        return [(cell, int(rows)) for cell, rows in found]

    def _with_combined_answers(self, table: Any) -> Any:
        """The table with one number for the answers that stand side by side."""
        base, combined = 1, literal(0)
        for name in self._names("Index"):
            code = f"{name}_code"
            table = self._joined(table, name, {code: range(len(self._distinct[name]))})
            combined = (table[code] < 0).ifelse(literal(_UNSEEN), combined + table[code] * base)
            table = table.mutate(**{_ANSWERS: combined})
            base, combined = base * len(self._distinct[name]), table[_ANSWERS]
        if base > _LARGEST_CODE:
            raise self._too_many("Index")
        return table

    def _joined(self, table: Any, name: str, codes: Mapping[str, Sequence[int]]) -> Any:
        """The table with what the cells of one of its columns stand for, in the order of their distinct ones."""
        cells = self._distinct[name]
        blank = cells.index(None) if None in cells else None
        if len(cells) - (blank is not None) == 0:
            return table.mutate(
                **{code: literal(numbers[0] if numbers else _UNSEEN) for code, numbers in codes.items()}
            )
        some = [place for place in range(len(cells)) if place != blank]
        stands = f"{name}_cell"
        pairs = self.language.pairs(
            table[name].type(),
            [cells[place] for place in some],
            {f"{code}_found": [numbers[place] for place in some] for code, numbers in codes.items()},
        ).rename({stands: "cell"})
        table = table.left_join(pairs, table[name] == pairs[stands])
        return table.mutate(**{code: self._join_code(table, name, code, blank, codes[code]) for code in codes})

    def _join_code(self, table: Any, name: str, code: str, blank: int | None, numbers: Sequence[int]) -> Any:
        found = table[f"{code}_found"]
        otherwise = literal(_UNSEEN)
        if blank is not None:
            otherwise = table[name].isnull().ifelse(literal(numbers[blank]), otherwise)
        return found.fill_null(otherwise)

    def _with_codes(self, table: Any, codes: Codes) -> Any:
        """The table with month, days left, place and level of each row, and what tells its customer from others."""
        table = self._with_keys(table)
        if len(self._names("Index")) > 1:
            table = self._with_combined_answers(table)
        told = {
            "Date": {"month": codes.months, "days_left": codes.days_left},
            "Segment": {"place": codes.places},
            "Index": {"level": codes.levels},
        }
        for ours, numbers in told.items():
            names = self._names(ours)
            if not names:
                table = table.mutate(**{code: literal(each[0]) for code, each in numbers.items()})
            else:
                table = self._joined(table, names[0] if len(names) == 1 else _ANSWERS, numbers)
        return self._with_customer(table)

    def _with_customer(self, table: Any) -> Any:
        """The table with what tells a row's customer from others; names that no engine reads alike are read here."""
        if not self.columns["Customer"]:
            return table.mutate(**{_WHO: nothing()})
        (column,) = self.columns["Customer"]
        table = table.mutate(**{_WHO: self.language.customer(table[column])})
        is_rare = self.language.rare_customers(table[column])
        if is_rare is None:
            return table
        names = self._distinct_texts(table.filter(is_rare), column)
        if not names:
            return table
        stands = f"{_WHO}_name"
        pairs = self.language.pairs(table[column].type(), names, {f"{_WHO}_read": [name_key(name) for name in names]})
        pairs = pairs.rename({stands: "cell"})
        table = table.left_join(pairs, table[column] == pairs[stands])
        return table.mutate(**{_WHO: table[f"{_WHO}_read"].fill_null(table[_WHO]).nullif("")})

    def _distinct_texts(self, rows: Any, column: str) -> list[str]:
        """The different texts of a column, as many as are few."""
        found = self.language.rows(rows.select(cell=rows[column]).distinct().limit(_MOST_DISTINCT + 1))
        if len(found) > _MOST_DISTINCT:
            raise self._too_many("Customer")
        return [cell for (cell,) in found]

    def rounded_customers(self) -> tuple[int, str]:
        """How many rows have a customer number that a spreadsheet has rounded, and one of these."""
        if not self.columns["Customer"]:
            return 0, ""
        (column,) = self.columns["Customer"]
        kind = self.table[column].type()
        if not (kind.is_string() or kind.is_floating()) and not self.language.types_each_cell:
            return 0, ""
        with self.in_words():
            rows = self.table.filter(self.language.is_rounded(self.table[column]))
            shown = rows[column].cast("string")
            ((number, example),) = self.language.rows(rows.agg(rows=rows.count(), example=shown.min()))
        return int(number), str(example or "").strip()

    def _is_blank(self, table: Any) -> Any:
        others = [table[name] for name in self.all_columns if name not in self.columns["Index"]]
        return reduce(and_, map(self._holds_nothing, others), table["level"] == NO_LEVEL)

    def _first_rows(self, rows: Any, most: int, second: bool = False) -> RawRows:
        """The first rows, cell by cell, as the source has them."""
        numbers = []
        if NUMBER in rows.columns:
            rows = rows.order_by(NUMBER)
            numbers = [NUMBER, "stays"]
        told = [self.language.comparable_key(rows[name]).name(name) for name in numbers]
        cells = [name for ours in _OURS for name in self._cells(ours)]
        found = self.language.rows(rows.limit(most).select(*cells, *told))
        every = [list(map(self.language.cell, column)) for column in zip(*found, strict=True)]
        by_name = dict(zip([*cells, *numbers], every, strict=True))
        unknown = [None] * len(found)

        def column(ours: str) -> list[Any] | None:
            return next((by_name[name] for name in self._cells(ours)), None)

        return RawRows(
            numbers=by_name.get(NUMBER, unknown),
            dates=column("Date"),
            customers=column("Customer"),
            segments=column("Segment"),
            indexes=[by_name[name] for name in self._cells("Index")],
            kept=by_name.get("stays", unknown) if second else (),
        )

    def _too_many(self, ours: str) -> Refusal:
        called = " with ".join(self.columns[ours])
        return Refusal(
            f"source {self.name}: {called} has more than {_MOST_DISTINCT:,} different values; say in sources.toml "
            f"which column holds {ours}."
        )

    def _changed(self) -> Refusal:
        return Refusal(f"source {self.name}: its rows changed while they were counted; refresh again.")


def _is_apart(table: Any) -> Any:
    """Rows of another period, and those that only lack an answer."""
    is_unanswered = (table["level"] == UNANSWERED) & (table["month"] > 0) & (table["place"] >= 0)
    return (table["month"] == OTHER_PERIOD) | is_unanswered


def _is_valid(table: Any) -> Any:
    return (table["month"] > 0) & (table["place"] >= 0) & (table["level"] >= 0)
