"""Days and the names of stretches of days: periods, months, recurrence, working days.

Nothing here knows an event, a plan or a phrase, and nothing here reads a clock.
"""
