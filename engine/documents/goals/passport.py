"""A passport, as a table or told in paragraphs: which stages of the cycle the plan promises."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from engine.documents.printed import terms, text
from engine.documents.printed.grid import Grid, Paragraph, Row
from engine.workflows.orders.draft import PassportDraft

Stage = Literal[
    "goals",
    "results",
    "indicators",
    "monitoring",
    "analysis",
    "recommendations",
    "measures",
    "decisions",
    "effectiveness",
    "other",
]
# Tried in this order: «показатели эффективности» are indicators, «анализ эффективности мер» is not
# the analysis, and a label that only ends with the goals is not the goals.
_STAGES: tuple[tuple[Stage, str], ...] = (
    ("indicators", r"показател|индикатор"),
    (
        "effectiveness",
        r"(?:анализ|оценк)\w*\s+(?:\w+\s+)?эффективност|эффективност\w+ (?:принят|мер|решен)",
    ),
    ("monitoring", r"монитор|сбор\w* информаци|источник\w* информаци"),
    ("analysis", r"анали[зт]"),
    ("recommendations", r"рекомендац"),
    ("decisions", r"решени"),
    ("measures", r"мероприят|^мер[аы]\b"),
    ("results", r"результат"),
    ("goals", r"цел[ьией]|задач"),
)
_LABELS = re.compile(
    r"наименовани|разработчик|основани|срок|этап|заказчик|координатор|исполнител|участник"
    r"|финансировани|контрол|управлени|обосновани|механизм|ожидаем",
)
_NAMED = re.compile(r"^([А-ЯЁ][а-яё]+(?: [а-яё]+){0,3}):\s+(\S.*)$")
_LONGEST_LABEL = 160


def stage_of(label: str) -> Stage:
    """Return the stage of the management cycle that a label of a passport speaks of."""
    words = text.gist(label)
    for stage, pattern in _STAGES:
        if re.search(pattern, words):
            return stage
    return "other"


def is_passport(grid: Grid, *, announced: bool) -> bool:
    """Tell whether *grid* is a passport: labels of stages beside texts, and no columns of a plan.

    ``announced`` says that the word "passport" is over it.
    """
    labels = [label for row in grid.rows for label in _label_lines(row)[:1] if _is_inner(row)]
    if not len(labels) >= 1 or max((len(row.cells) for row in grid.rows), default=0) > 4:
        return False
    short = [label for label in labels if len(label) <= _LONGEST_LABEL]
    staged = [label for label in short if stage_of(label) != "other"]
    known = [label for label in short if label in staged or _LABELS.search(text.gist(label))]
    needed = 2 if announced else 3
    return len(staged) >= needed and 2 * len(known) >= len(labels)


def read_table(grid: Grid) -> tuple[PassportDraft, ...]:
    """Return the rows of a passport table: merged cells go on with the row above."""
    out: list[PassportDraft] = []
    for row in grid.rows:
        cells = [cell for cell in row.cells if cell.lines]
        if not cells:
            continue
        if _goes_on(row) and out:
            more = _paragraphs(cells[-1].lines) if not cells[-1].continued else ()
            last = out.pop()
            out.append(PassportDraft(label=last.label, stage=last.stage, text=last.text + more))
        elif len(cells) == 1 and _width(row) == 1:
            out.append(PassportDraft(label=cells[0].text))
        else:
            out += _row(row)
    return tuple(out)


def read_story(paragraphs: tuple[Paragraph, ...]) -> tuple[PassportDraft, ...]:
    """Return a passport told in paragraphs: each that ends with a colon opens a part."""
    out: list[PassportDraft] = []
    for paragraph in paragraphs:
        line = paragraph.text
        marked = bool(paragraph.label) or text.is_listed(line)
        if (named := _NAMED.match(line)) and stage_of(named[1]) != "other":
            out.append(PassportDraft(label=named[1], stage=stage_of(named[1]), text=(named[2],)))
            continue
        if line.endswith(":") and not marked and len(line) <= 300:
            stage = _stage_of_lead(line)
            if stage == "other" and out:
                stage = out[-1].stage
            out.append(PassportDraft(label=_unmarked(line).rstrip(":"), stage=stage))
        elif marked and out and line:
            last = out.pop()
            out.append(msgspec.structs.replace(last, text=(*last.text, _unmarked(line))))
        elif not paragraph.centred and (stage := _stage_of_words(line, 3)) != "other":
            out.append(PassportDraft(label=_first_words(line), stage=stage, text=(line,)))
    return tuple(part for part in out if part.text)


def _stage_of_lead(line: str) -> Stage:
    """Return the stage of a line that leads in a list: by its last words, its first, or any."""
    last = " ".join(line.rstrip(" :").split()[-2:])
    return next(
        (stage for stage in (_stage_of_ending(last), _stage_of_words(line, 3)) if stage != "other"),
        stage_of(line),
    )


def _stage_of_ending(words: str) -> Stage:
    """Adjective and noun at the end («адресные рекомендации») say what the list holds."""
    nominative = re.search(r"(?:ации|ения|аты|ели|ачи|оры)$", words)
    return stage_of(words) if nominative else "other"


def _stage_of_words(line: str, count: int) -> Stage:
    return stage_of(" ".join(line.split()[:count]))


def _first_words(line: str) -> str:
    words = line.split()
    return " ".join(words[:4])


def _unmarked(line: str) -> str:
    return re.sub(r"^(?:[•·●▪■❖–—*-]\s*)", "", line).rstrip(" ;")


def _row(row: Row) -> list[PassportDraft]:
    cells = [cell for cell in row.cells if cell.lines]
    labels = _label_lines(row)
    body = _paragraphs(cells[-1].lines)
    if len(labels) > 1 and len(labels) == len(body):
        return [
            PassportDraft(label=label, stage=stage_of(label), text=(said,))
            for label, said in zip(labels, body, strict=True)
        ]
    label = text.one_line(labels)
    return [PassportDraft(label=label, stage=stage_of(label), text=body)]


def _label_lines(row: Row) -> tuple[str, ...]:
    """Return the label of a row: what is between its number and its text.

    Several labels in one cell come apart where each begins with a capital and none ends with a
    comma.
    """
    cells = [cell for cell in row.cells if cell.lines]
    labels = [cell for cell in cells[:-1] if not terms.parts_of(cell.text)]
    if not labels:
        return (cells[0].text,) if cells else ()
    lines = labels[-1].lines
    apart = all(line[:1].isupper() for line in lines) and not any(
        line.endswith((",", "/", "-")) for line in lines[:-1]
    )
    return (
        lines if apart and all(stage_of(line) != "other" for line in lines) else (labels[-1].text,)
    )


def _is_inner(row: Row) -> bool:
    return not _goes_on(row) and _width(row) > 1


def _goes_on(row: Row) -> bool:
    cells = [cell for cell in row.cells if cell.lines]
    return any(cell.continued for cell in cells) and not [
        cell for cell in cells[:-1] if not cell.continued
    ]


def _width(row: Row) -> int:
    return len(row.cells)


def _paragraphs(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_unmarked(line) for line in text.flow(lines).split("\n") if line)
