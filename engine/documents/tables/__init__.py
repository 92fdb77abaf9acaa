"""Tables of measures: which column is what, which row is what, and the sections above them."""
