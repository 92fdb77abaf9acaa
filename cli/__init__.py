"""The command line: one file per kind of user, and the only place that prints.

Here commands and queries are built and answers are put into words; rules, storage and figures
never live here.
"""
