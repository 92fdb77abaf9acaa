"""What the program does, for operators: structlog to stderr, dotted names and fields.

Silent unless ``--verbose`` or ``VEKHA_LOG`` asks for it; nothing is imported before that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from gettext import gettext as _
from typing import Any

import click

from cli import secrets, terminal

Observer = Callable[..., None]


def observer() -> Observer:
    """Return what the office calls with (name, **fields) for everything that it records."""
    if not wanted():
        return _tell_repeated
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
    log = structlog.get_logger("vekha")

    def observe(name: str, **fields: object) -> None:
        log.info(name, **fields)
        _tell_repeated(name, **fields)

    return observe


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


def _tell_repeated(name: str, **_fields: object) -> None:
    """Say it when a request that had been cut off turns out to have been recorded."""
    if name == "batch.repeated":
        text = _("This very request had been recorded before; nothing was recorded twice.")
        terminal.echo(text, err=True)
