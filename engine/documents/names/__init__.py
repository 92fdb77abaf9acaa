"""Who is named: executors in a cell, their kinds, their cases, and who is the same as whom."""
