"""The locks say all that is installed, by name, version and hash, and not where from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("run.txt", "test.txt")
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def lines(lock: str) -> list[str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def pins(lock: str) -> set[tuple[str, str]]:
    return {(found["name"], found["version"]) for line in lines(lock) if (found := PIN.match(line))}


def requirements(lock: str) -> list[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    if lock == "test.txt":
        wanted += project["project"]["optional-dependencies"]["test"]
    return [Requirement(text) for text in wanted]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_nothing_but_pins_and_hashes(lock: str) -> None:
    assert [line for line in lines(lock) if not PIN.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_answers_every_requirement(lock: str) -> None:
    locked = pins(lock)
    for wanted in requirements(lock):
        name = canonicalize_name(wanted.name)
        versions = [version for pinned, version in locked if pinned == name]
        assert versions, f"{name} is not locked: run `make lock`"
        assert all(wanted.specifier.contains(version) for version in versions), name


def test_what_is_tested_is_what_is_run() -> None:
    assert pins("run.txt") - pins("test.txt") == set()
