"""Planned against actual: the annual review, a pure function of the events up to a position.

``annual.py`` is the whole, ``parts.py`` one roadmap or order of it, ``lines.py`` one occurrence,
``replay.py`` the one pass over the events. The canonical review holds ids, and position and
commitment in place of every word; names and words are filled in when it is shown. Asked again
years later it is the same, byte for byte.
"""
