"""The peers: one module each, which says what it does and what it lacks beside this program.

All write the same rows, or as many of their own, with the same durability, on the same server or
disk, into tables that hold as many events as ours do.
"""
