"""Where a ledger lives: a bare path, ``sqlite:///path`` or ``postgresql://host/db?ledger=name``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import msgspec

from engine.errors import N_, NotFound

DEFAULT_LEDGER = "vekha"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


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
    if text.startswith("sqlite:///"):
        return SqliteAddress(Path(unquote(text.removeprefix("sqlite:///"))))
    if text.startswith(("postgresql://", "postgres://")):
        return _postgres(text)
    if "://" in text or not text.strip() or "\0" in text:
        raise NotFound(
            N_("{address!r} is not the address of a ledger"),
            remedy=N_("Give a file, sqlite:///FILE or postgresql://HOST/DATABASE?ledger=NAME."),
            address=_without_password(text),
        )
    return SqliteAddress(Path(text))


def _postgres(text: str) -> PostgresAddress:
    parts = urlsplit(text)
    query = parse_qsl(parts.query, keep_blank_values=True)
    ledger = next((value for key, value in query if key == "ledger"), DEFAULT_LEDGER)
    if not _NAME.fullmatch(ledger):
        raise NotFound(
            N_("{ledger!r} cannot be the name of a ledger"),
            remedy=N_("Use small Latin letters, digits and _, beginning with a letter."),
            ledger=ledger,
        )
    rest = urlencode([pair for pair in query if pair[0] != "ledger"])
    return PostgresAddress(urlunsplit(("postgresql", parts.netloc, parts.path, rest, "")), ledger)


def shown(address: Address) -> str:
    """Return *address* as people may see it: without a password."""
    if isinstance(address, SqliteAddress):
        return str(address.path)
    parts = urlsplit(address.url)
    query = urlencode([*parse_qsl(parts.query), ("ledger", address.ledger)])
    return _without_password(urlunsplit(parts._replace(query=query)))


def _without_password(text: str) -> str:
    return re.sub(r"://([^:/@]*):[^@]*@", r"://\1@", text)
