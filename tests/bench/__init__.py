"""What an append, a command and an import cost, beside peers that do the same with less.

``make bench`` runs the table of ``measurements.py`` and writes ``docs/PERFORMANCE.md``; a test of
`make test` runs every row of it once in small (``test_harness.py``). Nothing here is a promise of
the program: it only measures.
"""
