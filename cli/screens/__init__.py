"""How answers look in a terminal of 80 columns, and as JSON; one file per kind of answer."""
