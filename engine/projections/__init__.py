"""What follows from the events: folds into rows and figures, pure and without I/O.

The rows of occurrences are written by the append itself; everything else is folded when asked.
``rebuild.py`` makes all rows again from the log; a test holds that they are the same.
"""
