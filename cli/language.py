"""Settle the language of everything that people see, before any command is imported.

click's own words and help texts that are bound at import follow the process-wide text domain, so
it is set once, here. Stored text, ``--json`` and the log are never translated.
"""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

DOMAIN = "vekha"
CATALOGUES = Path(__file__).parent / "locale"


def wants_json() -> bool:
    """Return whether this run answers programs, for which nothing is translated."""
    return "--json" in sys.argv[1:]


def settle() -> None:
    """Choose the language by ``VEKHA_LANG`` or the locale, and make text printable everywhere."""
    # "C" is gettext's name for the texts as they stand in the source.
    chosen = "C" if wants_json() else os.environ.get("VEKHA_LANG", "").strip()
    if chosen:
        os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(errors="replace")
