"""Where a ledger lives: a bare path, ``sqlite:///path`` or ``postgresql://host/db?ledger=name``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import msgspec

from engine.errors import N_, NotFound

DEFAULT_LEDGER = "vekha"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_OPTION = re.compile(r"[a-z_]+")


class SqliteAddress(msgspec.Struct, frozen=True):
    """One ledger in one SQLite file."""

    path: Path


class PostgresAddress(msgspec.Struct, frozen=True):
    """One ledger in one schema of a PostgreSQL database; ``url`` no longer names the ledger."""

    url: str
    ledger: str


Address = SqliteAddress | PostgresAddress


def parse(text: str) -> Address:
    """Return the address that *text* names; raises NotFound for what is no address."""
    if text.startswith(("postgresql://", "postgres://")):
        return _postgres(text)
    path = unquote(text.removeprefix("sqlite:///")) if text.startswith("sqlite:///") else text
    if "://" in path or not path.strip() or "\0" in path:
        raise _no_address(text)
    return SqliteAddress(Path(path))


def _postgres(text: str) -> PostgresAddress:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise _no_address(text) from error
    query = parse_qsl(parts.query, keep_blank_values=True)
    named = all(_OPTION.fullmatch(key) for key, _ in query)
    if not named or parts.netloc.count("@") > 1 or "@" in parts.path or "#" in text or "\0" in text:
        raise _no_address(text)  # most likely a password that had to be percent-encoded
    ledger = next((value for key, value in query if key == "ledger"), DEFAULT_LEDGER)
    if not _NAME.fullmatch(ledger):
        raise NotFound(
            N_("{ledger!r} cannot be the name of a ledger"),
            remedy=N_("Use small Latin letters, digits and _, beginning with a letter."),
            ledger=ledger,
        )
    rest = urlencode([pair for pair in query if pair[0] != "ledger"])
    return PostgresAddress(_url(parts.netloc, parts.path, rest), ledger)


def shown(address: Address) -> str:
    """Return *address* as people may see it: without a password."""
    if isinstance(address, SqliteAddress):
        return str(address.path)
    parts = urlsplit(address.url)
    query = urlencode([*parse_qsl(parts.query), ("ledger", address.ledger)])
    return _without_password(_url(parts.netloc, parts.path, query))


def _url(netloc: str, path: str, query: str) -> str:
    """Put a URL together, its two slashes also where no host is named (a socket file's)."""
    return f"postgresql://{netloc}{path}" + (f"?{query}" if query else "")


def _no_address(text: str) -> NotFound:
    return NotFound(
        N_("{address!r} is not the address of a ledger"),
        remedy=N_("Give a file, sqlite:///FILE or postgresql://HOST/DATABASE?ledger=NAME."),
        address=_without_password(text),
    )


def _without_password(text: str) -> str:
    """Leave out the password of ``://user:password@`` and of ``?password=``, whatever is in it."""
    bare = re.sub(r"(://[^:/@]*):.*@", r"\1@", text, flags=re.DOTALL)
    return re.sub(r"([?&][^=&]*password)=[^&]*", r"\1=…", bare, flags=re.IGNORECASE)
