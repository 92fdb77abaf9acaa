"""A clock that tests set by hand, for the program takes the present as a function."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the instant that ``now`` was set to, again and again."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float = 1) -> datetime:
        """Move on by *seconds* (also back) and return the new present."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def on(self, year: int, month: int, day: int, hour: int = 9) -> None:
        """Set the clock to *hour* o'clock UTC of a day."""
        self.now = datetime(year, month, day, hour, tzinfo=UTC)
