"""What the program answers: typed structs, made by pure functions from what was read.

An answer holds ids, codes and days, and the names that people gave; it is what ``--json`` prints,
so its field names are a promise. Nothing here reads a log or a clock, nothing is translated, and
nothing knows how a screen looks.
"""
