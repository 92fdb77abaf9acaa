"""What may happen next: commands, decisions and the table of allowed steps.

Pure: nothing here reads a clock, a file or a database, and nothing here is stored except through
the events that a decision returns. ``handling.py`` is the one path from a command to the log.
"""
