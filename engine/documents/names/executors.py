"""A cell of executors becomes the single executors that it names, in printed order.

Lines and semicolons part them; commas and «и» only where what follows is someone by itself, since
names of offices hold commas and «и» too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.documents.names.kinds import POST, begins_party, kind_of
from engine.documents.printed import terms, text
from engine.documents.printed.text import Lines
from engine.people.mentions import PERSON

ALIAS = re.compile(r"\s*\(\s*далее(?:\s+по тексту)?\s*[–—:-]*\s*([^()]{2,80}?)\s*\)", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(\s*по согласованию\s*\)", re.IGNORECASE)
_MARK = re.compile(r"^(?:[•·●▪■–—*-]\s*|\d{1,2}[.)]\s+)")
_LEGAL = (
    r"(?:М|Г|Ф|О)?(?:КУ|БУ|АУ|БОУ|АОУ|КОУ|БДОУ|АДОУ|КДОУ|ДОУ|ОУ|БУК|АУК|БУДО|АУДО|БОУ ДО|УП)"
    r"(?:\s?(?:ДО|ДПО|СПО|ВО))?"
)
_OFFICE = r"(?:Управлени|Отдел|Комитет|Департамент|Министерств|Центр|Институт|Администраци)\w*"
_NEXT = re.compile(rf"^(?:{_LEGAL}\s|{_OFFICE}\s)")
# The genitive goes on with the office before it: «администрации | Лесного района».
_DISTRICT = re.compile(
    r"^[А-ЯЁ][\w-]+(?:ого|ей|ой)\s+(?:муниципальн|городск|район|округ|област|кра|сельск)"
)
_AGREES = re.compile(
    r"^(?:подведомственн|подчин[её]нн|расположенн|участвующ|реализующ|являющ|имеющ)"
)
_LABEL = re.compile(
    r"^(?:ответственны[йе]|исполнител[ьи]|координатор)(?:\s\w+)?:\s*", re.IGNORECASE
)
_LIST = re.compile(
    r"^(?P<name>(?:.*\s)?[А-ЯЁ]{2,})\s*№{1,2}(?P<gap>\s?)(?P<first>\d+)"
    r"(?P<more>(?:\s*(?:,|и)\s*(?:№\s?)?\d+)+)$"
)
_ACRONYM = re.compile(r"^[А-ЯЁ]{2,6}$")
_GROUPS = {"ОО", "ДОО", "ДОУ", "ОУ", "СОШ", "ООШ", "ШМО", "РМО", "ГМО", "ИМЦ", "ММС", "УО", "УДО"}


@lru_cache(maxsize=16_384)
def split(lines: Lines) -> tuple[str, ...]:
    """Return the executors that the *lines* of a cell name, each once, as printed.

    Marks of lists, final points and «(далее – …)» are left out.
    """
    pieces: list[str] = []
    for line in _whole_lines(lines):
        for part in (half for whole in _parts(line, ";") for half in _by_slashes(whole)):
            for piece in _by_commas(part):
                pieces += _by_and(piece)
    names = [name for piece in pieces for one in _counted(piece) for name in _named(one)]
    return tuple(dict.fromkeys(name for name in names if not terms.is_blank(name)))


def repeated(lines: Lines) -> tuple[str, ...]:
    """Return the executors that a cell names more than once."""
    seen: dict[str, int] = {}
    for line in lines:
        for name in split((line,)):
            seen[text.gist(name)] = seen.get(text.gist(name), 0) + 1
    return tuple(name for name in split(lines) if seen.get(text.gist(name), 0) > 1)


def is_legal(line: str) -> bool:
    """Tell whether *line* begins with a form of institution (МКУ, МБОУ …), which has no cases."""
    return bool(re.match(rf"^{_LEGAL}\s", line))


def _whole_lines(lines: Lines) -> list[str]:
    """Put together a name that the width of the cell broke into lines."""
    out: list[str] = []
    for raw in lines:
        line = _LABEL.sub("", _MARK.sub("", _ASIDE.sub("", ALIAS.sub("", raw))))
        if not line.strip(" .,;"):
            continue
        marked = bool(_MARK.match(raw))
        if out and not marked and _goes_on(out[-1], line):
            out[-1] = text.one_line((out[-1], line))
        else:
            out.append(line)
    return out


def _goes_on(before: str, line: str) -> bool:
    if before.endswith((";", ".")) and not before.endswith("."):
        return False
    if before.count("(") > before.count(")") or before.count("«") > before.count("»"):
        return True
    if before.endswith("-") or re.search(r"\s(?:и|по|в|с|для|на)$", before):
        return True
    if _DISTRICT.match(line):
        return before[-1:].isalpha()
    if before.endswith(",") and PERSON.fullmatch(before[:-1]) and _is_post(line):
        return True
    return line[:1].islower() and not before.endswith(";") and not begins_party(line)


def _parts(line: str, sign: str) -> list[str]:
    """Split *line* at *sign* where it is outside brackets and quotes."""
    out, depth, start = [], 0, 0
    for place, letter in enumerate(line):
        if letter in "(«":
            depth += 1
        elif letter in ")»":
            depth = max(0, depth - 1)
        elif letter == sign and depth == 0:
            out.append(line[start:place])
            start = place + 1
    return [part.strip() for part in [*out, line[start:]] if part.strip()]


def _by_slashes(line: str) -> list[str]:
    """Split at slashes between names that each begin with a capital letter."""
    parts = _parts(line, "/")
    return parts if all(part[:1].isupper() and len(part) > 1 for part in parts) else [line]


def _by_commas(line: str) -> list[str]:
    out: list[str] = []
    for piece in _parts(line, ","):
        if out and _belongs(out[-1], piece):
            out[-1] = f"{out[-1]}, {piece}"
        else:
            out.append(piece)
    return out


def _belongs(before: str, piece: str) -> bool:
    """Tell whether *piece* after a comma still speaks of the one before it."""
    if PERSON.fullmatch(piece) and kind_of(before) == "post" and not PERSON.search(before):
        return True
    if piece[:1].isdigit() or re.match(r"№\s?\d", piece):
        return True
    if not piece[:1].islower():
        return False
    if PERSON.search(before) and _is_post(piece):
        return True
    return bool(_AGREES.match(piece)) or not begins_party(piece)


def _is_post(piece: str) -> bool:
    return piece[:1].islower() and bool(POST.match(piece)) and kind_of(piece) == "post"


def _counted(piece: str) -> list[str]:
    """Return the institutions of «СОШ № 1, 2 и 5» one by one."""
    match = _LIST.match(piece)
    if not match:
        return [piece]
    numbers = [match["first"], *re.findall(r"\d+", match["more"])]
    return [f"{match['name']} №{match['gap']}{number}" for number in numbers]


def _by_and(piece: str) -> list[str]:
    """Split at «и» and «совместно с» where both sides are someone by themselves."""
    for match in re.finditer(r"\s+(?:и|совместно с|а также)\s+", piece):
        left, right = piece[: match.start()].strip(" ,"), piece[match.end() :].strip()
        if _alone(left, right):
            return [left, *_by_and(right)]
    return [piece]


def _alone(left: str, right: str) -> bool:
    if left.count("«") != left.count("»") or left.count("(") != left.count(")"):
        return False
    if _ACRONYM.match(left) and _ACRONYM.match(right):
        return left in _GROUPS and right in _GROUPS
    if PERSON.fullmatch(left) and PERSON.match(right):
        return True
    if _NEXT.match(right):
        return True
    if _ACRONYM.match(left) and right[:1].islower() and kind_of(right) == "group":
        return True
    several = len(left.split()) > 1 or bool(_ACRONYM.match(left))
    return several and right[:1].islower() and kind_of(right) == "group" and len(right.split()) > 1


def _named(piece: str) -> list[str]:
    """Return the name in *piece*, and the persons whom brackets after it name."""
    piece = piece.strip().strip(",;").strip()
    people: list[str] = []
    if (listed := re.search(r":\s+", piece)) and PERSON.fullmatch(piece[listed.end() :]):
        return [piece[: listed.start()], piece[listed.end() :]]
    if match := re.search(r"\s*\(([^()]*)\)\s*$", piece):
        people = [person.group().strip() for person in PERSON.finditer(match[1])]
        if people:
            piece = piece[: match.start()]
    if piece.endswith(".") and not re.search(r"\b[А-ЯЁ]\.$", piece):
        piece = piece.rstrip(". ")
    return [piece, *people]
