"""What the columns of a table hold, told by the words over them.

One table of synonyms for everybody. Where several words speak, the first one is the head:
«срок исполнения мероприятия» is a deadline, «мероприятие и срок» is a title.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from rapidfuzz import fuzz, process

from engine.documents import terms, text
from engine.documents.grid import Cell, Grid, Row

Role = Literal[
    "number",
    "title",
    "deadline",
    "start",
    "end",
    "executors",
    "co_executors",
    "participants",
    "result",
    "indicator",
    "unit",
    "section",
    "year",
    "other",
]
_SYNONYMS: tuple[tuple[Role, str], ...] = (
    ("number", r"^(?:№|n|no|номер|нпп)[\s\d./п№-]*$|^п\s?/\s?п$|^№?\s?пп?$|порядковый номер"),
    ("start", r"\bначал|\bс какого"),
    ("end", r"\bокончани|\bзавершени|\bконец\b"),
    ("deadline", r"\bсрок|\bдат[аы]\b|\bпериод|\bкогда\b|\bвремя|\bмесяц|\bкалендар|\bгод\b"),
    ("co_executors", r"\bсоисполнител"),
    (
        "executors",
        (
            r"^кто$|\bответствен|\bисполнител|\bкоординатор|\bкто (?:отвеч|исполн|провод)|\bкуратор"
            r"|\bорганизатор|\bф\.?и\.?о\b"
        ),
    ),
    (
        "participants",
        (
            r"\bучастник|\bцелевая (?:групп|аудитор)|\bкатегори|\bконтингент|\bдля кого|\bохват"
            r"|\bс кем\b|\bаудитори"
        ),
    ),
    ("unit", r"\bединиц|\bед\.? ?изм"),
    (
        "result",
        (
            r"\bрезультат|\bитог|\bвыход|\bпродукт"
            r"|\b(?:вид|форма) (?:документ|отчет|завершени|предст)"
            r"|\bдокумент|\bподтвержд|\bэффект|\bчто получ"
        ),
    ),
    ("indicator", r"\bпоказател|\bиндикатор|\bкритери|\bцелев\w+ значен"),
    (
        "other",
        (
            r"\bпримечан|\bотметк|\bстатус|\bфинанс|\bобъем|\bбюджет|\bисточник|\bместо\b|\bоснован"
            r"|\bсумм|\bстоимост"
        ),
    ),
    (
        "title",
        (
            r"\bмероприят|\bмер[аы]\b|\bсодержани|\bдействи|\bдеятельност|\bвид\w* работ"
            r"|\bчто (?:сдел|дел)|\bработ[аы]\b|\bнаименовани|\bназвани|\bтем[аы]\b|\bвопрос"
            r"|\bзадач|\bшаг|^что$"
        ),
    ),
    ("section", r"\bраздел|\bнаправлени|\bблок\b|\bэтап|\bцел[ьи]\b"),
)
_RULES = tuple((role, re.compile(pattern)) for role, pattern in _SYNONYMS)
_PATTERNS = dict(_RULES)
_HALVES: tuple[Role, Role] = ("start", "end")
_KNOWN: dict[str, Role] = {
    "мероприятие": "title",
    "наименование": "title",
    "содержание": "title",
    "срок": "deadline",
    "сроки": "deadline",
    "исполнение": "deadline",
    "ответственный": "executors",
    "исполнитель": "executors",
    "координатор": "executors",
    "участники": "participants",
    "результат": "result",
    "показатель": "indicator",
    "примечание": "other",
}
_LOOKALIKE = str.maketrans("aceopxykmthbAECOPXKMTHB", "асеорхукмтнвАЕСОРХКМТНВ")
_LONGEST = 120
_YEAR = re.compile(
    r"^(?:план |значение |на )?20\d\d(?:[-/](?:20)?\d\d)?(?: ?(?:г|год|уч\w*\.? год))?$"
)
_COUNTED = re.compile(r"показател|индикатор")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the table: what it holds, its heading, the grid columns that it covers."""

    role: Role
    heading: str
    start: int
    end: int


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a table: its columns, and the first and last row (from 0) that it takes up.

    ``guessed`` says that there was no head and the columns were told by what stands in them.
    """

    columns: tuple[Column, ...]
    first: int
    last: int
    guessed: bool = False

    @property
    def of_indicators(self) -> bool:
        """Whether this is a table of indicators: values by year or unit, and nobody who acts."""
        counted = any(_COUNTED.search(column.heading.casefold()) for column in self.columns)
        acting = self.roles & {"deadline", "start", "end", "executors"}
        return counted and bool(self.roles & {"year", "unit"}) and not acting

    @property
    def roles(self) -> frozenset[Role]:
        """What the columns hold, taken together."""
        return frozenset(column.role for column in self.columns)


def role_of(heading: str) -> Role | None:
    """Return what a column with this heading holds, or ``None``."""
    words = text.fold(_straight(heading))
    if not words or len(words) > _LONGEST:
        return None
    if _YEAR.match(words):
        return "year"
    best: tuple[int, Role] | None = None
    for role, pattern in _RULES:
        match = pattern.search(words)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), role)
    if best is None:
        return _nearly(words)
    return _specified(best[1], words)


def find_header(grid: Grid, within: int = 15) -> Header | None:
    """Return the head of *grid* if one of its first rows reads like one."""
    for place in range(min(len(grid.rows), within)):
        if header := header_at(grid, place):
            return header
    return None


def header_at(grid: Grid, place: int) -> Header | None:
    """Return the head that begins in row *place* (from 0), or ``None``."""
    row = grid.rows[place]
    if not reads_like_head(row):
        return None
    columns = tuple(_column(cell) for cell in row.cells)
    last = place
    while last + 1 < len(grid.rows) and _goes_on(row, grid.rows[last + 1]):
        last += 1
        columns = _refined(columns, grid.rows[last])
    if last + 1 < len(grid.rows) and is_count(grid.rows[last + 1]):
        last += 1
    columns = _numbers_first(_one_title(columns), grid, last)
    return Header(columns=columns, first=place, last=last)


def reads_like_head(row: Row) -> bool:
    """Tell whether the cells of *row* name columns of a plan and hold nothing else."""
    texts = [cell.text for cell in row.cells if cell.lines]
    if len(texts) < 2 or any(len(item) > _LONGEST for item in texts):
        return False
    if any(terms.parts_of(item) or _is_term(item) for item in texts):
        return False
    roles = {role_of(item) for item in texts} - {None, "other"}
    named = sum(role_of(item) is not None for item in texts)
    told = bool(roles & {"deadline", "executors", "result", "start", "end", "year", "unit"})
    return (
        told
        and len(roles) >= 2
        and "title" in roles | {_fallback(roles)}
        and 2 * named >= len(texts)
    )


def is_count(row: Row) -> bool:
    """Tell whether *row* only counts the columns from 1."""
    texts = [cell.text.strip(" .") for cell in row.cells]
    return len(texts) > 2 and texts == [str(place) for place in range(1, len(texts) + 1)]


def _fallback(roles: set[Role | None]) -> Role | None:
    """An indicator or a section stands where a title would, when three other columns are named."""
    return "title" if len(roles) >= 3 else None


def _is_term(item: str) -> bool:
    """Tell whether a cell is a term and not the heading over terms (which may name its year)."""
    if re.search(r"\bсрок|\bдат|\bпериод", item.casefold()) or role_of(item) == "year":
        return False
    return bool(re.search(rf"{terms.MONTH}\b|\b(?:19|20)\d\d\b|ежегодн|в течени", item.casefold()))


def _straight(heading: str) -> str:
    """Return *heading* with Latin look-alikes and spaced-out letters put right."""
    if re.search("[а-яА-Я]", heading):
        heading = heading.translate(_LOOKALIKE)
    return re.sub(r"(?<=\w)-\s+(?=\w)", "", heading)


def _specified(role: Role, words: str) -> Role:
    """«Срок начала» is a start although «срок» comes first; so is the co-executor a co-executor."""
    if role != "deadline":
        return role
    starts, ends = (bool(_PATTERNS[finer].search(words)) for finer in _HALVES)
    return role if starts == ends else _HALVES[ends]


def _nearly(words: str) -> Role | None:
    """Return the role of a misspelt heading («Меропрятие», «Отвественный»)."""
    for word in words.split():
        found = process.extractOne(word, _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=84)
        if found is not None and len(word) > 4:
            return _KNOWN[found[0]]
    return None


def _column(cell: Cell) -> Column:
    return Column(
        role=role_of(cell.text) or "other", heading=cell.text, start=cell.start, end=cell.end
    )


def _goes_on(head: Row, row: Row) -> bool:
    """Tell whether *row* is a second line of the head: some of its cells are still the first's."""
    own = row.filled
    if not own or not any(cell.continued for cell in row.cells):
        return False
    of_head = {cell.text for cell in head.cells if cell.lines}
    continued = [cell for cell in row.cells if cell.continued]
    return all(cell.text in of_head for cell in continued) and all(
        len(cell.text) <= 60 and not terms.parts_of(cell.text) for cell in own
    )


def _refined(columns: tuple[Column, ...], row: Row) -> tuple[Column, ...]:
    """Return the columns of a head with a second line, which may divide some of them."""
    out: list[Column] = []
    for cell in row.cells:
        above = next((c for c in columns if c.start <= cell.start < c.end), None)
        if cell.continued or above is None or not cell.lines:
            out.append(above or _column(cell))
            continue
        heading = f"{above.heading} {cell.text}"
        role = role_of(cell.text) or above.role
        out.append(Column(role=role, heading=heading, start=cell.start, end=cell.end))
    return tuple(dict.fromkeys(out))


def _one_title(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Leave one title: of several candidates the one that says measure, else the first."""
    titles = [column for column in columns if column.role == "title"]
    if not titles:
        spare = [c for c in columns if c.role in ("indicator", "section", "other")]
        return tuple(_as_title(c) if spare and c is spare[0] else c for c in columns)
    best = next(
        (c for c in titles if re.search("мероприят|мер[аы]", c.heading.casefold())), titles[0]
    )
    return tuple(
        msgspec.structs.replace(c, role="section" if c.start < best.start else "other")
        if c.role == "title" and c is not best
        else c
        for c in columns
    )


def _numbers_first(columns: tuple[Column, ...], grid: Grid, last: int) -> tuple[Column, ...]:
    """Take a first column without a heading for the numbers, if most of its cells hold one."""
    first = columns[0]
    if first.heading or any(column.role == "number" for column in columns):
        return columns
    below = [row.cells[0].text for row in grid.rows[last + 1 :] if row.cells[0].start == 0]
    numbers = [cell for cell in below if terms.parts_of(cell)]
    if 2 * len(numbers) < len([cell for cell in below if cell]) or not numbers:
        return columns
    return (msgspec.structs.replace(first, role="number"), *columns[1:])


def _as_title(column: Column) -> Column:
    return msgspec.structs.replace(column, role="title")
