"""A batch as PostgreSQL's ``append`` takes it: one JSON text, which the server parses once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from engine.events import codec
from engine.events.event import NewEvent
from engine.events.log import Batch, StreamAppend
from engine.events.read_tables import ReadRow


def request(batch: Batch, salt: Callable[[], bytes]) -> dict[str, Any]:
    """Return *batch* as the server takes it; raises RefusedByRules for what its texts hold."""
    return {
        "command_id": batch.command_id,
        "actor_id": batch.actor_id,
        "request_digest": batch.request_digest,
        "recorded_at": codec.instant_text(batch.recorded_at),
        "register": batch.register,
        "streams": [
            {"stream": append.stream, "expected": append.expected} for append in batch.appends
        ],
        "events": [
            _event(append, version, new, salt) for _, append, version, new in batch.events()
        ],
        "rows": _by_table(batch.rows),
    }


def _event(
    append: StreamAppend, version: int, new: NewEvent, salt: Callable[[], bytes]
) -> dict[str, Any]:
    words = codec.encode_words(new.event, new.words)
    source = append.source
    return {
        "stream": append.stream,
        "version": version,
        "type": new.event.NAME,
        "type_version": new.event.VERSION,
        "effective_on": codec.day_text(new.effective_on),
        "facts": codec.encode(new.event),
        "words": words,
        "salt": words and salt().hex(),
        "principal_id": append.principal_id,
        "capacity": append.capacity,
        "source_sha256": source and source.sha256,
        "source_table": source and source.table,
        "source_row": source and source.row,
        "signature": new.signature,
        "key_id": new.key_id,
    }


def _by_table(rows: Iterable[ReadRow]) -> dict[str, list[dict[str, Any]]]:
    """Return read rows by their table, each with the event after which it holds."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.table, []).append({**row.values, "ordinal": row.ordinal})
    return found
