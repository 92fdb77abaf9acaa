"""The command line: one file per kind of user; the only place that prints.

``main.py`` is the way in, ``language.py`` settles the language before anything else is imported,
``desk.py`` opens the ledger, ``screens/`` shows answers. Nothing here decides anything.
"""
