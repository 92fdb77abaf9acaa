"""The register: who is who, by id; names, aliases, logins, roles and memberships.

Rows follow from events one by one (``rows.py``) and are written by the append that records them;
nothing here is true that the log does not say.
"""
