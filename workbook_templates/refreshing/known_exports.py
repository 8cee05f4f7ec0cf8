"""Files that a survey tool or CRM writes: what it is known by, and which of its columns are ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from udfs.calling.labels import name_key
from workbook_templates.refreshing.header_meanings import is_like_index, matches
from workbook_templates.refreshing.record import SourceRows, Unusable
from workbook_templates.refreshing.wanted import Wanted, whole_of
from workbook_templates.rows.judges import is_blank, text_of

_SURVEY, _LEADS = "responses", "leads"
_INDEX: Final = "Index"
_MOST_BELOW: Final = 2
"""Further rows of a header that a tool writes below the first."""
_QUESTION: Final = "question"
"""In place of a header: the one question that asks how satisfied somebody is."""

Lines = Sequence[Sequence[Any]]
"""The first rows below the header."""


@dataclass(frozen=True)
class KnownExport:
    """The files of one tool."""

    tool: str
    table: str
    """Of which table of rows they are."""
    signature: tuple[str, ...]
    """Headers that all of them have."""
    columns: Mapping[str, tuple[str, ...]]
    """Our name -> the headers that it may have, the best first; one that is blank in every row is none."""
    is_first: bool = False
    """Whether the signature stands in the first columns."""
    rows_below: Callable[[Sequence[str], Lines], int] = lambda _headers, _lines: 0
    """How many of the rows below the header belong to it."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our name -> what its cells mean in other words."""

    def is_shown_by(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headers is one of them."""
        keys = [name_key(header) for header in headers]
        return (
            keys[: len(self.signature)] == list(self.signature) if self.is_first else set(self.signature) <= set(keys)
        )


def _below_qualtrics(headers: Sequence[str], lines: Lines) -> int:
    """The texts of the questions, and the numbers that Qualtrics has for them."""
    marked = [place for place, line in enumerate(lines) if any(_is_import_id(cell) for cell in line)]
    if marked:
        return marked[-1] + 1
    place = [name_key(header) for header in headers].index("recordeddate")
    return int(bool(lines) and name_key(_text(lines[0][place])) == "recorded date")


def _below_surveymonkey(headers: Sequence[str], lines: Lines) -> int:
    """The choices of each question: a row that names nobody."""
    place = [name_key(header) for header in headers].index("respondent id")
    return int(bool(lines) and is_blank(lines[0][place]) and not all(map(is_blank, lines[0])))


KNOWN_EXPORTS: Final = (
    KnownExport(
        "Qualtrics",
        _SURVEY,
        ("startdate", "enddate", "recordeddate", "responseid"),
        {
            "Date": ("recordeddate",),
            "Customer": ("externalreference", "externaldatareference", "recipientemail"),
            _INDEX: (_QUESTION,),
        },
        rows_below=_below_qualtrics,
    ),
    KnownExport(
        "SurveyMonkey",
        _SURVEY,
        ("respondent id", "collector id", "start date", "end date"),
        {"Date": ("end date",), "Customer": ("email address",), _INDEX: (_QUESTION,)},
        rows_below=_below_surveymonkey,
    ),
    KnownExport(
        "Microsoft Forms",
        _SURVEY,
        ("id", "start time", "completion time", "email", "name"),
        {"Date": ("completion time",), "Customer": ("email",), _INDEX: (_QUESTION,)},
        words={"Customer": {"anonymous": ""}},
    ),
    KnownExport(
        "Microsoft Forms",
        _SURVEY,
        ("id", "开始时间", "完成时间", "电子邮件", "名称"),
        {"Date": ("完成时间",), "Customer": ("电子邮件",), _INDEX: (_QUESTION,)},
        words={"Customer": {"anonymous": "", "匿名": ""}},
    ),
    KnownExport(
        "问卷星 (Wenjuanxing)",
        _SURVEY,
        ("序号", "提交答卷时间", "所用时间", "来源", "来自ip"),
        {
            "Date": ("提交答卷时间",),
            "Customer": ("会员号", "会员编号", "客户编号", "手机号", "手机号码"),
            _INDEX: (_QUESTION,),
        },
    ),
    KnownExport(
        "Google Forms",
        _SURVEY,
        ("timestamp",),
        {"Date": ("timestamp",), "Customer": ("email address", "username"), _INDEX: (_QUESTION,)},
        is_first=True,
    ),
    KnownExport(
        "Google Forms",
        _SURVEY,
        ("时间戳记",),
        {"Date": ("时间戳记",), "Customer": ("电子邮件地址", "邮箱"), _INDEX: (_QUESTION,)},
        is_first=True,
    ),
    KnownExport(
        "Zendesk",
        _SURVEY,
        ("ticket id", "score", "updated at"),
        {"Date": ("updated at",), "Customer": ("requester id", "requester email", "requester"), _INDEX: ("score",)},
        words={_INDEX: {"good": "100", "bad": "0", "offered": "n/a", "unoffered": "n/a"}},
    ),
    KnownExport(
        "Salesforce",
        _LEADS,
        ("opportunity name", "stage", "close date", "amount", "opportunity owner"),
        {"Date": ("close date",), "Lead": ("opportunity name",), "Outcome": ("stage",), "Value": ("amount",)},
    ),
    KnownExport(
        "HubSpot",
        _LEADS,
        ("deal name", "deal stage", "close date", "amount", "deal owner"),
        {"Date": ("close date",), "Lead": ("deal name",), "Outcome": ("deal stage",), "Value": ("amount",)},
    ),
)
"""A file is of the first that it shows; those with few headers of their own stand last."""


def known_export(headers: Sequence[str], table: str) -> KnownExport | None:
    """What tool wrote a file with these headers, for that table of rows."""
    return next((each for each in KNOWN_EXPORTS if each.table == table and each.is_shown_by(headers)), None)


def without_rows_of_header(source: SourceRows, export: KnownExport) -> tuple[SourceRows, list[str]]:
    """The file without the further rows of its header, and what each column asks."""
    lines = [[column[row] for column in source.columns] for row in range(min(_MOST_BELOW, _height(source)))]
    below = export.rows_below(source.headers, lines)
    questions = [
        max([header, *(_text(line[place]) for line in lines[: min(below, 1)])], key=len)
        for place, header in enumerate(source.headers)
    ]
    if not below:
        return source, questions
    said = "row below the header is" if below == 1 else "rows below the header are"
    cut = replace(
        source,
        columns=[column[below:] for column in source.columns],
        first_row=source.first_row + below,
        numbers=None if source.numbers is None else source.numbers[below:],
        notes=(*source.notes, f"{below} {said} part of it, as {export.tool} writes it."),
    )
    return cut, questions


def columns_of(source: SourceRows, export: KnownExport, questions: Sequence[str]) -> dict[str, str]:
    """Our name -> the header of the file, as far as the tool and the usual names of a segment tell it."""
    found: dict[str, str] = {}
    places = {name_key(header): place for place, header in reversed(list(enumerate(source.headers)))}
    for name, headers in export.columns.items():
        there = [places[header] for header in headers if header in places]
        filled = [place for place in there if not all(map(is_blank, source.columns[place]))]
        best = filled[:1] or (there[:1] if name != "Customer" else [])
        if headers == (_QUESTION,):
            asked = satisfaction_questions(source, questions)
            best = asked if len(asked) == 1 else []
        if best:
            found[name] = source.headers[best[0]]
    if export.table == _SURVEY:
        segment = matches(("Segment",), [each for each in source.headers if each not in found.values()])["Segment"]
        if segment.is_exact and segment.headers:
            found["Segment"] = segment.headers[0]
    return found


def satisfaction_questions(source: SourceRows, questions: Sequence[str]) -> list[int]:
    """The columns that ask how satisfied somebody is; a question of several columns is none of one answer."""
    return [place for place, asked in enumerate(questions) if source.headers[place].strip() and is_like_index(asked)]


def read_as_export(source: SourceRows, table: str, wanted: Mapping[str, Wanted]) -> SourceRows:
    """A file of a known tool with our names for the headers that Import still has as our own and the file lacks."""
    export = known_export(source.headers, table)
    if export is None:
        return source
    source, questions = without_rows_of_header(source, export)
    there = {name_key(header) for header in source.headers}
    lacking = [
        name
        for name, header in wanted.items()
        if name_key(whole_of(header) or name) == name_key(name) and name_key(name) not in there
    ]
    if not set(lacking) & set(export.columns):
        return source
    if _INDEX in lacking and export.columns.get(_INDEX) == (_QUESTION,):
        _require_one_question(source, export, questions)
    found = {name: header for name, header in columns_of(source, export, questions).items() if name in lacking}
    return _renamed(source, export, found)


def _require_one_question(source: SourceRows, export: KnownExport, questions: Sequence[str]) -> None:
    """Which answer is the index must be told by the questions alone."""
    asked = satisfaction_questions(source, questions)
    if len(asked) == 1 and not _has_several_columns(source, asked[0]):
        return
    listed = "; ".join(f'"{_in_a_line(questions[place])}"' for place in asked)
    why = f"{len(asked)} of its questions may be the index: {listed}" if len(asked) > 1 else ""
    why = why or (f"its question {listed} has several columns" if asked else "none of its questions asks how satisfied")
    raise Unusable(
        f"{source.name}: is an export of {export.tool}, and {why}. Say on Import which header holds Index, or let "
        f"centre-roi import BOOK FILE propose it."
    )


def _has_several_columns(source: SourceRows, place: int) -> bool:
    """Whether the answers to a question go on in columns without a header."""
    beside = place + 1
    return (
        beside < len(source.headers)
        and not source.headers[beside].strip()
        and not all(map(is_blank, source.columns[beside]))
    )


def _renamed(source: SourceRows, export: KnownExport, found: Mapping[str, str]) -> SourceRows:
    """The same with our names as headers, and with the tool's words as we read them."""
    headers, columns = list(source.headers), list(source.columns)
    for name, header in found.items():
        place = source.headers.index(header)
        headers[place] = name
        words = export.words.get(name, {})
        columns[place] = [_meaning(cell, words) for cell in columns[place]] if words else columns[place]
    read = [f"{name} is {_in_a_line(header)}{_said(export.words.get(name, {}))}" for name, header in found.items()]
    note = f"Read as an export of {export.tool}: {', '.join(read)}."
    return replace(source, headers=headers, columns=columns, notes=(*source.notes, note))


def _said(words: Mapping[str, str]) -> str:
    """What words stand for, in brackets."""
    told = ", ".join(f"{word} = {meaning}" for word, meaning in words.items() if meaning)
    return f" ({told})" if told else ""


def _meaning(cell: Any, words: Mapping[str, str]) -> Any:
    """A cell in our words; a blank one where the tool's word stands for nothing."""
    key = name_key(cell) if isinstance(cell, str) else ""
    return (words[key] or None) if key in words else cell


def _height(source: SourceRows) -> int:
    return len(source.columns[0]) if source.columns else 0


def _is_import_id(cell: Any) -> bool:
    return isinstance(cell, str) and "ImportId" in cell and cell.lstrip().startswith("{")


def _text(cell: Any) -> str:
    return "" if is_blank(cell) else text_of(cell)


def _in_a_line(header: str) -> str:
    return " ".join(header.split())
