"""The engine of vekha: roadmaps as state machines whose steps are stored as events.

Rooms, from the top down (imports point down only; ``tests/test_rooms.py`` holds it):
office, answers, wording, documents, review, projections, workflows, people and schedule, events and
calendar, errors.
Nothing here prints, and nothing here knows a terminal: that is the room ``cli``.
"""
