"""Which encoding a text file is in: the one under which wanted headers and words of a language are found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

UTF_8: Final = "UTF-8"

_SAMPLE: Final = 1 << 16
"""Bytes of a file in which its header is looked for."""
_MOST_EVIDENCE: Final = 1 << 20
"""Bytes of lines with letters beyond ASCII by which languages are told apart."""
_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_UTF_8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xff])"
)
_KOREAN_FROM: Final = 8
"""So many different letters that are Korean: fewer may be Chinese ones, which have the same bytes."""
_PLAINEST_NONSENSE: Final = 0.2
"""No text in letters of one byte has so few that belong there."""
_MIXED: Final = 4
"""One letter of UTF-8 among so many others is too many: in Western texts they hardly ever come about by chance."""
_LONGEST_WORD_OF_ACCENTS: Final = 2
_BYTE_ORDER_MARK_OF_GB18030: Final = b"\x84\x31\x95\x33"
_SIGNS: Final = frozenset("“”„‘’‚«»‹›–—…•€£§°®©™´·¿¡\xa0\xad\ufeff")

_OF_WESTERN: Final = (
    "äöüß",
    "àâæçèéêëîïôœùûü",
    "áéíñóúüªº",
    "àèéìíîòóù",
    "áâãàçéêíóôõúü",
    "åäöæøé",
    "áéíóúöëïèç",
    "áæéíðóöþúý",
)
"""Letters of German, French, Spanish, Italian, Portuguese, Nordic languages, Dutch, Icelandic."""
_OF_CENTRAL: Final = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "áäčďéíĺľňóôŕšťúýž", "ăâîşţșț", "čćđšž", "äöüß")
"""Letters of Polish, Czech, Hungarian, Slovak, Romanian, Croatian and Slovenian, German."""
_OF_TURKISH: Final = ("çğıİöşüâîû",)
_OF_CYRILLIC: Final = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя№",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
)
_OF_GREEK: Final = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)


@dataclass(frozen=True)
class _Encoding:
    """An encoding by Python's name for it and ours, and how much of a text in it is plain: from 0 to 1."""

    codec: str
    name: str
    plainness: Callable[[str], float]
    single: bool = False
    """Whether each byte is a letter."""


@dataclass(frozen=True)
class Decoded:
    """A file's text and the name of the encoding that it was read in."""

    text: str
    encoding: str

    @property
    def is_guess(self) -> bool:
        """Whether only its letters told the encoding."""
        return not self.encoding.startswith("UTF")


class NoText(Exception):
    """The bytes are no text."""


class UnknownEncoding(Exception):
    """The bytes are a text in none of the encodings that are known here."""


class MixedEncodings(Exception):
    """Most of a text is UTF-8, and not the byte at that place."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def decode(data: bytes, wanted_in: Callable[[str], int]) -> Decoded:
    """The text of a file; `wanted_in` says how many of the wanted headers the beginning of a text holds."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = Decoded(_strictly(data, "utf-16"), "UTF-16")
    elif b"\0" in data:
        found = Decoded(_strictly(data, _utf_16_without_mark(data)), "UTF-16")
    else:
        try:
            found = Decoded(data.decode("utf-8"), UTF_8)
        except UnicodeDecodeError as error:
            found = _decode_other(data, wanted_in, error.start)
    if "\0" in found.text:
        raise NoText
    return Decoded(found.text.removeprefix("\ufeff"), found.encoding)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise UnknownEncoding from None


def _utf_16_without_mark(data: bytes) -> str:
    """The order of bytes that the zeros tell: of a text with spaces and digits many stand on one side."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    ahead, behind = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if len(data) % 2 or max(ahead, behind) * 4 < pairs or min(ahead, behind) * 16 > pairs:
        raise NoText
    return "utf-16-be" if ahead > behind else "utf-16-le"


def _decode_other(data: bytes, wanted_in: Callable[[str], int], stray: int) -> Decoded:
    """A text that is not UTF-8, whose first byte that cannot be is at `stray`."""
    evidence = b"\n".join(_evident_lines(data))
    valid, invalid = _utf_8_letters(evidence)
    if valid > invalid:
        raise MixedEncodings(stray)
    beginning = _whole_lines(data)
    ranked = []
    for order, encoding in enumerate(_ENCODINGS):
        try:
            text, letters = beginning.decode(encoding.codec), evidence.decode(encoding.codec)
        except UnicodeDecodeError:
            continue
        ranked.append((-wanted_in(text), -round(encoding.plainness(letters), 2), order, encoding))
    headers = wanted_in(beginning.decode("utf-8", "replace"))
    if valid and headers > max((-each[0] for each in ranked), default=0):
        raise MixedEncodings(stray)
    for _, plainness, _, encoding in sorted(ranked):
        if encoding.single and -plainness <= _PLAINEST_NONSENSE:
            continue
        if encoding.single and valid * _MIXED > invalid:
            raise MixedEncodings(stray)
        try:
            return Decoded(data.decode(encoding.codec), encoding.name)
        except UnicodeDecodeError:
            continue
    if data.startswith(_BYTE_ORDER_MARK_OF_GB18030):
        return Decoded(_strictly(data, "gb18030"), _CHINESE.name)
    raise UnknownEncoding


def _evident_lines(data: bytes) -> Iterator[bytes]:
    """The first lines that hold more than ASCII, whole ones."""
    size = end = 0
    while size < _MOST_EVIDENCE and (found := _HIGH_BYTE.search(data, end)):
        start, end = data.rfind(b"\n", end, found.start()) + 1 or end, data.find(b"\n", found.start())
        end = len(data) if end < 0 else end
        size += end - start
        yield data[start:end]


def _utf_8_letters(evidence: bytes) -> tuple[int, int]:
    """How many letters of several bytes are UTF-8, and how many bytes are in no such letter."""
    found = _UTF_8_SEQUENCE.findall(evidence)
    invalid = sum(map(bool, found))
    return len(found) - invalid, invalid


def _whole_lines(data: bytes) -> bytes:
    beginning = data[:_SAMPLE]
    return beginning if len(data) <= _SAMPLE else beginning[: beginning.rfind(b"\n") + 1] or data


def _lead_bytes(
    codec: str, plain: Callable[[bytes], bool], least: int = 1, weight: float = 1.0
) -> Callable[[str], float]:
    """How many of the letters beyond ASCII are among those that their bytes say are common."""

    def plainness(text: str) -> float:
        common = others = 0
        letters = Counter("".join(_BEYOND_ASCII.findall(text)))
        for letter, number in letters.items():
            coded = letter.encode(codec)
            if plain(coded):
                common += number
            elif not letter.isspace() and letter not in _SIGNS and letter not in _WIDE_SIGNS:
                others += number
        return weight * common / (common + others) if common and len(letters) >= least else 0.0

    return plainness


_WIDE_SIGNS: Final = frozenset("，。、；：？！（）《》「」『』【】～·￥％＋－＝／　")


def _alphabets(alphabets: tuple[str, ...], is_latin: bool = True) -> Callable[[str], float]:
    """How many of the letters beyond ASCII stand as in words of one language, the one that has most of them."""
    known = [frozenset(alphabet + alphabet.upper()) | _SIGNS for alphabet in alphabets]

    def plainness(text: str) -> float:
        letters = Counter[str]()
        astray = 0
        for run in _BEYOND_ASCII.finditer(text):
            if _is_a_words(run, text, is_latin):
                letters.update(run[0])
            else:
                astray += len(run[0])
        total = sum(letters.values()) + astray
        return max(sum(number for letter, number in letters.items() if letter in each) for each in known) / total

    return plainness


def _is_a_words(run: re.Match[str], text: str, is_latin: bool) -> bool:
    letters = run[0].strip("".join(_SIGNS))
    if is_latin:
        return len(letters) <= _LONGEST_WORD_OF_ACCENTS
    beside = text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1]
    return not any(map(str.isalpha, beside)) and (letters[1:].islower() or letters.isupper() or len(letters) < 2)


def _is_common_gb(coded: bytes) -> bool:
    return len(coded) == 2 and 0xB0 <= coded[0] <= 0xD7 and coded[1] >= 0xA1


def _is_common_big5(coded: bytes) -> bool:
    return len(coded) == 2 and 0xA4 <= coded[0] <= 0xC6


def _is_common_japanese(coded: bytes) -> bool:
    return len(coded) == 2 and 0x82 <= coded[0] <= 0x97


def _is_hangul(coded: bytes) -> bool:
    return len(coded) == 2 and 0xB0 <= coded[0] <= 0xC8 and coded[1] >= 0xA1


_CHINESE: Final = _Encoding("gb18030", "GB18030 (Chinese)", _lead_bytes("gb18030", _is_common_gb))
_ENCODINGS: Final = (
    _CHINESE,
    _Encoding("cp949", "EUC-KR (Korean)", _lead_bytes("cp949", _is_hangul, _KOREAN_FROM, weight=1.02)),
    _Encoding("cp950", "Big5 (Chinese)", _lead_bytes("cp950", _is_common_big5)),
    _Encoding("cp932", "Shift-JIS (Japanese)", _lead_bytes("cp932", _is_common_japanese)),
    _Encoding("cp1252", "Windows-1252 (Western European)", _alphabets(_OF_WESTERN), single=True),
    _Encoding("cp1250", "Windows-1250 (Central European)", _alphabets(_OF_CENTRAL), single=True),
    _Encoding("cp1254", "Windows-1254 (Turkish)", _alphabets(_OF_TURKISH), single=True),
    _Encoding("cp1251", "Windows-1251 (Cyrillic)", _alphabets(_OF_CYRILLIC, is_latin=False), single=True),
    _Encoding("cp1253", "Windows-1253 (Greek)", _alphabets(_OF_GREEK, is_latin=False), single=True),
)
"""In the order in which they are believed where a text says nothing for one above another."""
