"""One occurrence: the table of its steps, what its events add up to, and what may come next.

``steps`` is the table, ``lifecycle`` the machine that is built from it, ``state`` the fold of an
occurrence's events, ``decide`` from a command to the next events.
"""
