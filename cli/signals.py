"""Signals that end the program: each becomes an exception, so that the run can say where it stands.

One that the caller has told the program to ignore (``nohup``) stays ignored.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import NoReturn

_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Beside SIGINT, which Python makes a KeyboardInterrupt of; Windows has the last one."""


class Stopped(KeyboardInterrupt):
    """A signal asks the program to end; ``number`` is its own.

    Libraries clean up after a KeyboardInterrupt: psycopg takes back the statement it waits for.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number

    @property
    def exit_status(self) -> int:
        """Return the status by which shells know of a signal."""
        return 128 + self.number


def listen() -> None:
    """Have signals raise Stopped from now on."""
    for number in _numbers(*_ENDING):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def hold_off() -> None:
    """Ignore signals from now on: the run says how it ended, and ends."""
    waiting = True
    while waiting:
        try:
            for number in _numbers("SIGINT", *_ENDING):
                signal.signal(number, signal.SIG_IGN)
            waiting = False
        except KeyboardInterrupt:
            continue  # one that came while we were about it


def _numbers(*names: str) -> list[int]:
    """Return the signals that this system has; none where only the main thread may set them."""
    if threading.current_thread() is not threading.main_thread():
        return []
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(number)
