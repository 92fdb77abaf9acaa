"""Who is speaking, as the operating system knows it; never a variable and never an option."""

from __future__ import annotations

import os
import sys

from engine.events.log import Login


def operating_system_login() -> Login:
    """Return the account of this process: its entry, or ``uid:N`` where the system has none."""
    if sys.platform == "win32":
        return Login("os", _windows_account())
    import pwd

    uid = os.getuid()
    try:
        return Login("os", pwd.getpwuid(uid).pw_name)
    except KeyError:
        return Login("os", f"uid:{uid}")


def _windows_account() -> str:
    """Return the account of the process token as domain and name."""
    import subprocess

    answer = subprocess.run(
        [r"C:\Windows\System32\whoami.exe"],
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()
