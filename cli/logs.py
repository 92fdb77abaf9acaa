"""What the program does, for operators: structlog to stderr, dotted names and fields.

Silent unless ``--verbose`` or ``VEKHA_LOG`` asks for it; nothing is imported before that.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from gettext import gettext as _
from typing import Any

import click

from cli import language, secrets, terminal
from engine import wording
from engine.errors import plain

Observer = Callable[..., None]


def observer() -> Observer:
    """Return what the office calls with (name, **fields) for everything that it records.

    It raises OSError where stderr cannot be written.
    """
    log = _logger() if wanted() else None

    def observe(name: str, **fields: Any) -> None:
        try:
            if log is not None:
                log(name, **fields)
            _tell(name, **fields)
        except OSError:
            terminal.give_up(sys.stderr)
            raise

    return observe


def _logger() -> Observer:
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _without_passwords,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    told: Observer = structlog.get_logger("vekha").info
    return told


def _without_passwords(
    _logger: object, _name: str, fields: MutableMapping[str, Any]
) -> Mapping[str, Any]:
    """Keep passwords out of whatever is logged; called by structlog for each line."""
    return {
        name: secrets.hidden(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def wanted() -> bool:
    """Return whether this run shall say what it does."""
    context = click.get_current_context(silent=True)
    shared = (context.find_root().obj or {}) if context else {}
    return bool(shared.get("verbose") or os.environ.get("VEKHA_LOG"))


def _tell(name: str, **fields: Any) -> None:
    """Say on stderr what became of a request that an earlier run had sent; for programs as JSON."""
    told = _TOLD.get(name)
    if told is None:
        return
    if language.wants_json():
        answer = {"told": name.partition(".")[2], **{key: plain(fields[key]) for key in fields}}
        terminal.echo_json(json.dumps(answer, ensure_ascii=False), err=True)
    else:
        terminal.echo(terminal.one_line(told(**fields)), err=True)


def _repeated(**_fields: Any) -> str:
    return _("This very request had been recorded before; nothing was recorded twice.")


def _recorded(*, step: str, begun: datetime, first: int, last: int) -> str:
    if first == last:
        text = _("“{request}” of {when} is recorded as event {first}; its answer was not shown.")
    else:
        text = _(
            "“{request}” of {when} is recorded as events {first} to {last}; "
            "its answer was not shown."
        )
    return text.format(
        request=wording.request(step), when=wording.moment(begun), first=first, last=last
    )


def _not_recorded(*, step: str, begun: datetime) -> str:
    text = _("“{request}” of {when} was cut off: it is not recorded.")
    return text.format(request=wording.request(step), when=wording.moment(begun))


_TOLD: Mapping[str, Callable[..., str]] = {
    "batch.repeated": _repeated,
    "request.recorded": _recorded,
    "request.not_recorded": _not_recorded,
}
"""What the office observes and everybody is told, with or without --verbose."""
