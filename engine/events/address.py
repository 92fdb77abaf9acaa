"""Where a ledger lives: a bare path, ``sqlite:///path`` or ``postgresql://host/db?ledger=name``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

import msgspec

from engine.errors import N_, NotFound

DEFAULT_LEDGER = "vekha"
SHOWN_OPTIONS = frozenset(
    {"host", "hostaddr", "port", "dbname", "user", "ledger", "service", "application_name"}
    | {"connect_timeout", "sslmode", "sslrootcert", "channel_binding", "target_session_attrs"}
)
"""Options of a PostgreSQL address that are no secret; all others are left out where it is shown."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_OPTION = re.compile(r"[a-z_]+")
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:/{0,2}", re.IGNORECASE)
_NEARLY = re.compile(r"\s*postgres(ql)?(\+\w+)?:|.*\bpassword\s*=", re.IGNORECASE | re.DOTALL)
"""What was meant as the address of a server, though it is none; a file is not called so."""

_BARE = re.compile(r"(?![A-Za-z]:[\\/])[^/\\:@]*:.*@", re.DOTALL)
"""``USER:PASSWORD@HOST`` without a scheme; not the path of a file on a drive (``C:\\me@home``)."""


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
    if not text.startswith("sqlite:///") and _BARE.match(text.strip()):
        raise _no_address(text, _BEGINS)
    path = unquote(text.removeprefix("sqlite:///")) if text.startswith("sqlite:///") else text
    if "://" in path or not path.strip() or "\0" in path or _NEARLY.match(path):
        raise _no_address(text)
    return SqliteAddress(Path(path))


def _postgres(text: str) -> PostgresAddress:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise _no_address(text) from error
    query = parse_qsl(parts.query, keep_blank_values=True)
    if not all(_OPTION.fullmatch(key) for key, _ in query) or "\0" in text or _torn(parts, text):
        raise _no_address(text)
    ledger = next((value for key, value in query if key == "ledger"), DEFAULT_LEDGER)
    if not _NAME.fullmatch(ledger):
        raise NotFound(
            N_("“{ledger}” cannot be the name of a ledger"),
            remedy=N_("Use small Latin letters, digits and _, beginning with a letter."),
            ledger=ledger,
        )
    rest = urlencode([pair for pair in query if pair[0] != "ledger"])
    return PostgresAddress(_url(parts.netloc, parts.path, rest), ledger)


def _torn(parts: SplitResult, text: str) -> bool:
    """Tell whether a password that had to be percent-encoded has torn the address apart."""
    if "@" not in parts.netloc and ":" in parts.netloc and "@" in parts.query:
        return True
    return parts.netloc.count("@") > 1 or "@" in parts.path or "#" in text


def shown(address: Address) -> str:
    """Return *address* as people may see it: it still leads there, but without any secret."""
    if isinstance(address, SqliteAddress):
        return str(address.path)
    parts = urlsplit(address.url)
    user, at, host = parts.netloc.rpartition("@")
    options = [pair for pair in parse_qsl(parts.query) if pair[0] in SHOWN_OPTIONS]
    query = urlencode([*options, ("ledger", address.ledger)])
    return _url(user.partition(":")[0] + at + host, parts.path, query)


def presentable(text: str) -> str:
    """Return *text*, which was given as an address or taken for one, as people may see it."""
    try:
        return shown(parse(text))
    except NotFound:
        return _without_secrets(text)


def hidden(text: str, address: Address) -> str:
    """Return *text*, a driver's words about *address*, with its secrets taken out."""
    for secret in sorted(_secrets(address), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text


def _secrets(address: Address) -> set[str]:
    if isinstance(address, SqliteAddress):
        return set()
    parts = urlsplit(address.url)
    values = {value for key, value in parse_qsl(parts.query) if key not in SHOWN_OPTIONS}
    password = parts.netloc.rpartition("@")[0].partition(":")[2]
    return {*values, password, unquote(password)} - {""}


def _url(netloc: str, path: str, query: str) -> str:
    """Put a URL together, its two slashes also where no host is named (a socket file's)."""
    return f"postgresql://{netloc}{path}" + (f"?{query}" if query else "")


_BEGINS = N_(
    "The address of a server begins with postgresql:// as in postgresql://HOST/DATABASE; a file of "
    "such a name is given as sqlite:///FILE."
)


def _no_address(text: str, remedy: str = "") -> NotFound:
    bare = _without_secrets(text)
    known = N_("Give a file, sqlite:///FILE or postgresql://HOST/DATABASE?ledger=NAME.")
    torn = N_(
        "Give a file, sqlite:///FILE or postgresql://HOST/DATABASE?ledger=NAME; a sign such as @ "
        "or / in a password is written as %40 or %2F."
    )
    return NotFound(
        N_("“{address}” is not the address of a ledger"),
        remedy=remedy or (known if bare == text else torn),
        address=bare,
    )


def _without_secrets(text: str) -> str:
    """Return *text*, which is no address; only its scheme where a secret may be in the rest."""
    scheme = _SCHEME.match(text)
    begun = scheme[0] if scheme else ""
    return begun + "…" if re.search("[:@=]", text[len(begun) :]) else text
