"""Run a program and say what it used: as a small process of its own, never imported.

A process is charged with the memory of the one that started it until it has become a program of
its own. So a large process that wants to know the peak of another has this small one start it:
``python -S launching.py PROGRAM ARGUMENT…`` prints seconds of CPU, seconds on the clock and the
kilobytes of the peak (bytes on macOS), and ends with the program's exit status.
"""

import os
import sys
import time

begun = time.perf_counter()
told_aside = (os.POSIX_SPAWN_DUP2, 2, 1)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[told_aside])
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - begun
sys.stdout.write(f"{used.ru_utime + used.ru_stime} {wall} {used.ru_maxrss}\n")
sys.exit(os.waitstatus_to_exitcode(status))
