"""A process to which the rights of files apply: root's may open and write everything.

Root keeps its name and loses the two capabilities that pass over rights, for a process and those
that it starts; everybody else's processes are ordinary already.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


def ordinary() -> dict[str, Any]:
    """Return how to start a process that is bound by rights; skip the test where none can be."""
    if os.name != "posix":
        pytest.skip("rights are another matter here")
    started: dict[str, Any] = {} if os.geteuid() else {"preexec_fn": _give_up}
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder) / "closed"
        closed.touch(mode=0)
        line = [sys.executable, "-c", f"open({str(closed)!r})"]
        if subprocess.run(line, capture_output=True, check=False, **started).returncode == 0:
            pytest.skip("no process can be bound by rights here")
    return started


def _give_up() -> None:
    libc = ctypes.CDLL(None)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
