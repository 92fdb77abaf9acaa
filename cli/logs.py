"""What the program does, for operators: structlog to stderr, dotted names and fields.

Silent unless ``--verbose`` or ``VEKHA_LOG`` asks for it; nothing is imported before that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

Observer = Callable[..., None]


def observer() -> Observer:
    """Return what the office calls with (name, **fields) for everything that it records."""
    if not wanted():
        return _silent
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    log = structlog.get_logger("vekha")

    def observe(name: str, **fields: object) -> None:
        log.info(name, **fields)

    return observe


def wanted() -> bool:
    """Return whether this run shall say what it does."""
    context = click.get_current_context(silent=True)
    shared = (context.find_root().obj or {}) if context else {}
    return bool(shared.get("verbose") or os.environ.get("VEKHA_LOG"))


def _silent(_name: str, **_fields: object) -> None:
    """Take no notice."""
