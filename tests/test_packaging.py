"""The wheel holds all that the program needs, and works far away from the sources."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ("bolshemurashkino.yaml", "demo.yaml")


def pip(*arguments: str, cwd: Path) -> None:
    """Run pip without an index: what it needs is installed, or the test is wrong."""
    offline = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"]
    run = [sys.executable, "-m", "pip", *arguments, *offline]
    done = subprocess.run(run, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", str(ROOT), "--no-build-isolation", "--wheel-dir", str(folder), cwd=folder)
    [built] = folder.glob("vekha-*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sources(pattern: str) -> set[str]:
    found = (path for path in ROOT.glob(pattern) if "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found if path.is_file()}


@pytest.mark.parametrize(
    "pattern",
    [
        "engine/**/*.py",
        "cli/**/*.py",
        "engine/events/migrations/**/*",
        "engine/wording/locale/**/*.po",
        "engine/wording/locale/**/*.mo",
    ],
)
def test_the_wheel_holds_every_file_of_the_program(contents: set[str], pattern: str) -> None:
    wanted = sources(pattern)
    assert wanted
    assert wanted - contents == set()


def test_the_wheel_holds_the_fixtures_of_the_demo(contents: set[str]) -> None:
    assert {f"cli/shipped/{name}" for name in FIXTURES} - contents == set()


def test_the_wheel_holds_nothing_else(contents: set[str]) -> None:
    tops = {name.partition("/")[0] for name in contents}
    assert {top for top in tops if not top.startswith("vekha-")} == {"cli", "engine"}
    assert not [name for name in contents if "__pycache__" in name]


@pytest.mark.skipif(not (ROOT / "cli" / "main.py").exists(), reason="cli/main.py is not there yet")
def test_the_demo_runs_from_a_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    target, empty, home = (tmp_path / name for name in ("installed", "empty", "home"))
    empty.mkdir()
    home.mkdir()
    pip("install", str(wheel), "--target", str(target), cwd=empty)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VEKHA_", "XDG_"))}
    # PYTHONPATH comes before the sources of an editable installation, and -P keeps both pure.
    environment = kept | {"HOME": str(home), "PYTHONPATH": str(target)}

    def run(*arguments: str) -> str:
        line = [sys.executable, "-P", *arguments]
        done = subprocess.run(line, cwd=empty, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode(errors="replace")

    assert run("-c", "import cli; print(cli.__file__)").startswith(str(target))
    [program] = (target / "bin").glob("vekha*")
    assert len(run(str(program), "demo").splitlines()) > 5
