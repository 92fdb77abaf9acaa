"""The worked examples of ``docs/FORMAT.md``: a small log, and what the page quotes of it.

``python -m tests.support.format_examples`` writes ``fixtures/format-examples.json`` and the quoted
blocks of the page anew; a test compares both with what the program does now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec

from engine.events import chain, lines, pending
from engine.events.ledger import WordsErased
from engine.events.lines import WholeLog
from engine.events.log import Login
from engine.events.memory_log import MemoryLog
from engine.events.occurrences import OccurrencePlanned, ResultReported, WorkStarted
from engine.events.pending import Sent
from engine.events.streams import LEDGER
from engine.workflows.requests import Request
from tests.support.amending import due
from tests.support.format_tables import tables
from tests.support.ledgers import FOUNDER, LEDGER_ID, Ledger, called, new, to
from tests.support.logs import Place

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "FORMAT.md"
FIXTURE = ROOT / "fixtures" / "format-examples.json"

SCHOOL = "organisation/k3f9"
OCCURRENCE = "occurrence/plan/m001/2022-09"
REQUEST = Request(
    step="report",
    actor_id=FOUNDER,
    principal_id=SCHOOL,
    arguments={"reference": "plan/1", "result": "Проведено"},
)
KEY = "00112233445566778899aabbccddeeff" * 2
_BLOCK = re.compile(r"(<!-- example: ([a-z0-9 -]+) -->\n```\w*\n)(.*?)(\n```)", re.DOTALL)

_TABLE = re.compile(r"(<!-- table: ([a-z]+) -->\n)(.*?)(\n<!-- end of table -->)", re.DOTALL)


def example_log() -> MemoryLog:
    """Return an office's log of nine events; the words of event 2 are erased by event 9."""
    place = Place("memory", None)
    place.login = Login("os", "ivanova")
    ledger = Ledger(place, "office")
    ledger.clock.now = datetime(2022, 9, 1, 8, 30, 15, 123456, tzinfo=UTC)
    ledger.open()
    ledger.append(to(SCHOOL, called("Школа № 1", 'МБОУ "СОШ"')))
    planned = OccurrencePlanned(
        key="2022-09",
        window=due(date(2022, 9, 1), date(2022, 9, 30)),
        lead=SCHOOL,
        co_executors=(),
        section=(),
    )
    ledger.append(to(OCCURRENCE, new(planned)))
    ledger.clock.now = datetime(2022, 10, 3, 21, 5, tzinfo=UTC)
    words = {"result": 'Проведено:\n1) семинар «Ёлка»\t– 12 чел.\\ "да" 👍'}
    ledger.append(
        to(
            OCCURRENCE,
            new(WorkStarted(source="planned"), on=date(2022, 9, 5)),
            new(
                ResultReported(source="in_progress", completeness="full", evidence=()),
                words,
                on=date(2022, 9, 29),
            ),
            expected=1,
            principal=SCHOOL,
        ),
        digest=sent().digest,
    )
    erased = new(WordsErased(positions=(2,), basis="акт № 1"), on=date(2022, 10, 3))
    ledger.append(to(LEDGER, erased, expected=1))
    log = ledger.log
    assert isinstance(log, MemoryLog)
    del log.stored_words[2]
    return log


def sent() -> Sent:
    """Return the note of :data:`REQUEST` under a key that is no secret."""
    digest = pending.keyed_digest(KEY, REQUEST.text())
    return Sent(command_id="0" * 32, key=KEY, digest=digest)


def fixture() -> dict[str, Any]:
    """Return the whole example as plain data."""
    log = example_log()
    return {
        "ledger_id": LEDGER_ID,
        "events": [msgspec.to_builtins(event) for event in log.events()],
        "words": [msgspec.to_builtins(words) for words in log.stored_words.values()],
        "commands": [msgspec.to_builtins(command) for command in log.stored_commands.values()],
        "request": {"key": KEY, "text": REQUEST.text(), "digest": sent().digest},
        "signature": {"key_id": "k1", "position": 8, "preimage": signed(log)},
    }


def signed(log: MemoryLog) -> str:
    """Return what a signature of event 8 by the key ``k1`` would cover."""
    event = log.events()[7]
    columns = (
        *("stream", "version", "type", "type_version", "actor_id", "principal_id"),
        *("effective_on", "command_id", "ordinal", "facts", "words_commitment"),
    )
    context = json.loads(event.context or '{"capacity":"own","source":null}')
    stored = [getattr(event, name) for name in columns]
    values = ["vekha/1 sign", LEDGER_ID, *stored, context["capacity"], context["source"], "k1"]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def quoted() -> Mapping[str, str]:
    """Return what each marked block of the page holds."""
    log = example_log()
    events, words = log.events(), log.stored_words[8]
    return {
        "preimage 1": chain.preimage(LEDGER_ID, events[0]),
        "hash 1": events[0].hash,
        "facts 5": events[4].facts,
        "words 8": words.text,
        "salt 8": words.salt,
        "commitment 8": str(events[7].words_commitment),
        "preimage 8": chain.preimage(LEDGER_ID, events[7]),
        "hash 8": events[7].hash,
        "head": f"{log.head().position} {log.head().hash}",
        "request": REQUEST.text(),
        "request key": KEY,
        "request digest": sent().digest,
        "signature 8": signed(log),
        "lines": "".join(line for line in lines.write(whole(log)) if _is_shown(line)).rstrip("\n"),
    }


def whole(log: MemoryLog) -> WholeLog:
    """Return everything of *log* that is no consequence of it."""
    return WholeLog(
        ledger_id=LEDGER_ID,
        events=tuple(log.events()),
        words=tuple(log.stored_words.values()),
        commands=tuple(log.stored_commands.values()),
    )


def _is_shown(line: str) -> bool:
    """Return whether a line of the example stands in the page: the first, and those of event 8."""
    row = json.loads(line)
    return row["kind"] == "ledger" or 8 in (row.get("position"), row.get("last_position"))


def page(text: str) -> str:
    """Return the page with its marked blocks as they have to be."""
    blocks, made = quoted(), tables()
    text = _BLOCK.sub(lambda found: f"{found[1]}{blocks[found[2]]}{found[4]}", text)
    return _TABLE.sub(lambda found: f"{found[1]}{made[found[2]]}{found[4]}", text)


def marked(text: str) -> list[str]:
    """Return the names of the marked blocks and tables of the page."""
    return [found[2] for kind in (_BLOCK, _TABLE) for found in kind.finditer(text)]


def fixture_text() -> str:
    """Return the fixture file's text."""
    return json.dumps(fixture(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FIXTURE.write_text(fixture_text(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
