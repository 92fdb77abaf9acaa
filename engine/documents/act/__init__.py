"""The act around the tables: its particulars, its numbered items, and the lines over each plan."""
