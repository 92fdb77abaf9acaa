"""What the language has to do with the terminal: who asks for JSON, and what can be printed.

The language itself is settled by ``engine.wording.language``, before any command is imported.
"""

from __future__ import annotations

import sys

from engine.wording import language


def wants_json() -> bool:
    """Return whether this run answers programs, for which nothing is translated."""
    return "--json" in sys.argv[1:]


def settle() -> None:
    """Choose the language of this run, and make text printable everywhere."""
    language.settle(translated=not wants_json())
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(errors="replace")
