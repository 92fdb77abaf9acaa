"""What a column holds, told by the words of its heading: one table of synonyms for everybody.

Where several words speak, the first one is the head: «срок исполнения мероприятия» is a deadline,
«мероприятие и срок» is a title.
"""

from __future__ import annotations

import re
from typing import Literal

from rapidfuzz import fuzz, process

from engine.documents.printed import text

ColumnRole = Literal[
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
    "due_party",
    "other",
]
_SYNONYMS: tuple[tuple[ColumnRole, str], ...] = (
    (
        "number",
        (
            r"^(?:№|n|no|номер|нпп)[\s\d./п№-]*$|^п\s?/\s?п$|^№?\s?пп?$|порядковый номер"
            r"|^(?:№|номер)\s?(?:строк|мероприят|пункт|раздел)"
        ),
    ),
    ("start", r"\bначал|\bс какого"),
    ("end", r"\bокончани|\bзавершени|\bконец\b"),
    (
        "deadline",
        r"\bсрок|\bдат[аы]\b|\bпериод|\bкогда\b|\bвремя|\bмесяц|\bкалендар|\bгод\b|\bквартал|\bграфик",
    ),
    ("co_executors", r"\bсоисполнител|\bпривлекаем|\bучаствующ"),
    (
        "executors",
        (
            r"^кто\b|\bответств|^отв\b|\bисполнител|\bкоординатор|\bкуратор|\bорганизатор"
            r"|\bф\.?и\.?о\b|\bподразделени|\bсубъект|\bдолжностн|^руководител[ьи]$"
        ),
    ),
    (
        "participants",
        (
            r"\bучастник|\bцелевая (?:групп|аудитор)|\bкатегори|\bконтингент|\bдля кого|\bохват"
            r"|\bс кем\b|\bаудитори|^класс|\bадресат|\bслушател"
        ),
    ),
    ("unit", r"\bединиц|\bед\.? ?изм"),
    (
        "result",
        (
            r"\bрезультат|\bитог|\bвыход|\bпродукт"
            r"|\b(?:вид|форма) (?:документ|отчет|завершени|предст)"
            r"|\bматериал|\bотчетност|\bдокумент|\bподтвержд|\bэффект|\bчто (?:\w+ )?получ"
        ),
    ),
    ("indicator", r"\bпоказател|\bиндикатор|\bкритери|\bцелев\w+ значен"),
    (
        "other",
        (
            r"\bпримечан|\bфакт|\bотметк|\bстатус|\bфинанс|\bобъем|\bбюджет|\bисточник|\bместо\b|\bоснован"
            r"|\bсумм|\bстоимост|\bинформаци|\bкомментар|\bресурс|\bформат|\bуровень|\bссылк"
            r"|\bсредств|\bформа (?:проведен|контрол)|^где\b|\bчас[ыов]{1,2}\b"
        ),
    ),
    (
        "title",
        (
            r"\bмероприят|\bмер[аы]\b|\bсодержани|\bдействи|\bдеятельност|\bвид\w* работ"
            r"|\bчто (?:сдел|дел)|\bработ[аы]\b|\bнаименовани|\bназвани|\bтем[аы]\b|\bвопрос"
            r"|\bзадач|\bшаг|^что$|\bтематик|\bмеханизм|\bкомплекс мер|\bсобыти|\bперечень"
            r"|\bрешени|\bпункт план|\bвид\w* и форм|\bнеобходимо"
        ),
    ),
    ("section", r"\bраздел|\bнаправлени|\bблок\b|\bэтап|\bцел[ьи]\b"),
)
_RULES = tuple((role, re.compile(pattern)) for role, pattern in _SYNONYMS)
_PATTERNS = dict(_RULES)
_HALVES: tuple[ColumnRole, ColumnRole] = ("start", "end")
_KNOWN: dict[str, ColumnRole] = {
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
LONGEST = 120
_YEAR = re.compile(
    r"^(?:план |значение |на )?20\d\d(?:[-/](?:20)?\d\d)?(?: ?(?:г|год|уч\w*\.? год))?$"
)
_TOGETHER = re.compile(
    r"^срок\w*(?: исполнения| реализации| проведения)?(?: ?[,/]| и)+ ?(?:ответствен|исполнител)"
    r"|^(?:ответствен\w+|исполнител\w+)(?: исполнител\w+)?(?: ?[,/]| и)+ ?срок"
)


def role_of(heading: str) -> ColumnRole | None:
    """Return what a column with this heading holds, or ``None``; 120 letters are no heading."""
    words = text.gist(_straight(heading))
    if not words or len(words) > LONGEST:
        return None
    if _YEAR.match(words):
        return "year"
    best: tuple[int, ColumnRole] | None = None
    for role, pattern in _RULES:
        match = pattern.search(words)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), role)
    if best is None:
        return _nearly(words)
    if _TOGETHER.search(words):
        return "due_party"
    return _specified(best[1], words)


def _straight(heading: str) -> str:
    """Return *heading* with Latin look-alikes and spaced-out letters put right."""
    if re.search("[а-яА-Я]", heading):
        heading = heading.translate(_LOOKALIKE)
    return re.sub(r"(?<=\w)-\s+(?=\w)", "", heading)


def _specified(role: ColumnRole, words: str) -> ColumnRole:
    """«Срок начала» is a start although «срок» comes first; «направление, мероприятие» a title."""
    if role == "section" and re.search(r"\bмероприяти", words):
        return "title"
    if role != "deadline":
        return role
    starts, ends = (bool(_PATTERNS[finer].search(words)) for finer in _HALVES)
    return role if starts == ends else _HALVES[ends]


def _nearly(words: str) -> ColumnRole | None:
    """Return the role of a misspelt heading («Меропрятие», «Отвественный»)."""
    for word in words.split():
        found = process.extractOne(word, _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=84)
        if found is not None and len(word) > 4:
            return _KNOWN[found[0]]
    return None
