"""A process that keeps appending to a ledger beside others: ``python -m tests.support.writer``.

Arguments: address, name of the writer, number of appends, number of streams they all share. It
begins at a line on standard input, so that several begin together. What came of it is printed as
JSON: how many were recorded, how many others got ahead of, how many could not be tried because
someone else was recording.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from engine.errors import Conflict, StoreUnavailable
from engine.events import address, store
from engine.events.log import Batch, EventLog, Login
from tests.support.ledgers import called, spoken, to
from tests.support.logs import DECLARED


def write(log: EventLog, name: str, count: int, streams: int) -> Counter[str]:
    """Append *count* batches of one to three events with small pauses; return what came of it."""
    chance = random.Random(name)  # noqa: S311  (the same pauses in every run)
    outcomes: Counter[str] = Counter()
    for number in range(count):
        chosen = sorted(chance.sample(range(streams), min(streams, chance.randint(1, 2))))
        versions = {
            f"organisation/o{stream}": len(log.stream(f"organisation/o{stream}"))
            for stream in chosen
        }
        time.sleep(chance.random() / 500)
        outcomes[_append(log, name, number, versions)] += 1
    return outcomes


def _append(log: EventLog, name: str, number: int, versions: dict[str, int]) -> str:
    appends = [to(stream, called(name), expected=at) for stream, at in versions.items()]
    own = to(f"person/{name}-{number}", spoken(name))
    batch = Batch(
        command_id=f"{name}-{number}",
        actor_id=f"person/{name}",
        request_digest="d",
        recorded_at=datetime.now(UTC),
        appends=(*appends, own),
    )
    try:
        log.append(batch)
    except Conflict:
        return "refused"
    except StoreUnavailable:
        return "busy"
    return "recorded"


def main(where: str, name: str, count: str, streams: str) -> None:
    """Open the ledger at *where*, say so, write when told to, and print the outcomes."""
    log = store.open_log(address.parse(where), DECLARED, lambda: Login("os", name))
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    print(json.dumps(write(log, name, int(count), int(streams))))  # noqa: T201
    log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
