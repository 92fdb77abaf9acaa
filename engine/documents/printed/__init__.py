"""Print made folded: lines and letters, terms and numbers, and the page as grids of cells.

It knows how things look, never what they mean; every other part of the reading rests on it.
"""
