"""The rehearsal's script: who takes which step on which day; read from ``fixtures/demo.yaml``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.steps import BY_TRIGGER


class Player(msgspec.Struct, frozen=True, kw_only=True):
    """An invented person; the first one opens the ledger."""

    key: str
    name: str
    roles: tuple[str, ...]
    member_of: tuple[str, ...] = ()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """The same step on one or several occurrences, recorded on the day ``at``."""

    at: date
    who: str
    step: str
    refs: tuple[str, ...]
    on: date | None = msgspec.field(name="happened", default=None)
    principal: str | None = msgspec.field(name="for", default=None)
    result: str = ""
    completeness: str = ""
    reason: str = ""
    verdict: str = ""
    justification: str = ""
    told: bool = False

    def command(self) -> StepCommand:
        """Return the step's command, with the fields that the script gives."""
        given = msgspec.structs.asdict(self)
        command = BY_TRIGGER[self.step].command
        return msgspec.convert(
            {name: given[name] for name in command.__struct_fields__ if given.get(name)}, command
        )


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """The whole script."""

    order: str
    organisation: str
    time_zone: str
    opened: date
    closed: date
    year: str
    hero: str
    people: tuple[Player, ...]
    steps: tuple[Move, ...]

    def moves(self) -> list[Move]:
        """Return the steps in the order of their days."""
        return sorted(self.steps, key=lambda move: move.at)


class SimulatedClock:
    """A clock that is set by hand and moves on by a minute whenever it is asked to."""

    def __init__(self, day: date, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._now = self._morning(day)

    def __call__(self) -> datetime:
        """Return the simulated instant, in UTC."""
        return self._now.astimezone(UTC)

    def set(self, day: date) -> None:
        """Go on to the morning of *day*, or a minute further on the same day."""
        morning = self._morning(day)
        self._now = max(morning, self._now + timedelta(minutes=1))

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(10), self._zone)


def load() -> Scenario:
    """Read the script that comes with the program."""
    import yaml

    plain: Any = yaml.safe_load(shipped("demo.yaml").read_text("utf-8"))
    return msgspec.convert(plain, Scenario)


def shipped(name: str) -> Path:
    """Return a file that comes with the program: beside it when installed, else in the checkout."""
    here = Path(__file__).parent
    installed = here / "shipped" / name
    return installed if installed.exists() else here.parent / "fixtures" / name
