"""What several rooms of tests lean on; no test of the program itself lives here."""
