"""Orders and their roadmaps: from a draft to the events that approve or amend them.

``draft`` is what readers fill, ``approval`` decides on a whole order, ``amendment`` on a roadmap
that is known, ``scheduling`` on windows that are set by hand; ``catalogue`` is what the events of
orders and roadmaps add up to.
"""
