"""Who is speaking is the account of the process, whatever the environment says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.events.log import Login
from engine.people import identity

ROOT = Path(__file__).resolve().parents[2]
unix = pytest.mark.skipif(sys.platform == "win32", reason="accounts are asked otherwise there")
VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER", "PGUSER", "HOME")


@unix
def test_it_is_the_entry_of_the_account() -> None:
    import pwd

    assert identity.operating_system_login() == Login("os", pwd.getpwuid(os.getuid()).pw_name)


@unix
@pytest.mark.parametrize("value", ["supervisor", "", "root\n", "uid:0"])
def test_no_variable_changes_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    before = identity.operating_system_login()
    for name in VARIABLES:
        monkeypatch.setenv(name, value)
    assert identity.operating_system_login() == before


@unix
def test_no_variable_changes_it_in_a_process_of_its_own() -> None:
    script = (
        "from engine.people.identity import operating_system_login as login; print(login().login)"
    )
    environment = {**os.environ, **dict.fromkeys(VARIABLES, "supervisor")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == identity.operating_system_login().login != "supervisor"


@unix
def test_an_account_without_an_entry_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    assert identity.operating_system_login() == Login("os", "uid:1234")


@unix
def test_another_account_is_another_login(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    entry = next(entry for entry in pwd.getpwall() if entry.pw_uid != os.getuid())
    first = next(found for found in pwd.getpwall() if found.pw_uid == entry.pw_uid)
    monkeypatch.setattr(os, "getuid", lambda: entry.pw_uid)
    assert identity.operating_system_login() == Login("os", first.pw_name)


def test_windows_asks_for_the_account_of_the_process_token(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_given: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="school\\ivanova\n", stderr="")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("USERNAME", "supervisor")
    assert identity.operating_system_login() == Login("os", "school\\ivanova")
    assert asked == [[r"C:\Windows\System32\whoami.exe"]]
