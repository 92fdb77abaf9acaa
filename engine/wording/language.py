"""The language of what people read: the process's own, or another one for a stretch of work.

click's own sentences and help texts that are bound at import follow the process-wide text domain,
so it is set here too, once. Stored text, ``--json`` and the log are never translated.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "vekha"
CATALOGUES = Path(__file__).parent / "locale"

_chosen: ContextVar[gettext.NullTranslations | None] = ContextVar("chosen", default=None)


def settle(*, translated: bool = True) -> None:
    """Choose the process's language by ``VEKHA_LANG`` or the locale; English if not *translated*.

    It has to be called before anything with a help text is imported.
    """
    # "C" is gettext's name for the texts as they are in the source.
    language = os.environ.get("VEKHA_LANG", "").strip() if translated else "C"
    if language:
        os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    _of_process.cache_clear()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* (``ru``, ``en``) for a stretch of work, whatever the process speaks."""
    found = gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)
    before = _chosen.set(found)
    try:
        yield
    finally:
        _chosen.reset(before)


def text(message: str) -> str:
    """Return *message* in the reader's language; an empty one stays empty."""
    return (_chosen.get() or _of_process()).gettext(message) if message else ""


@cache
def _of_process() -> gettext.NullTranslations:
    """Look the catalogue up once: gettext itself would search the disk for every word."""
    return gettext.translation(DOMAIN, CATALOGUES, fallback=True)
