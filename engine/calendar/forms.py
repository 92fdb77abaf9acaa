"""How a period is written: the one list, for help and for what is refused.

It is apart from `periods`, which reads these forms, for help has to be instant.
"""

from __future__ import annotations

from engine.errors import N_

FORMS = N_(
    "A period is 2022, 2022-H1 (half-year), 2022-Q3 (quarter), 2022-08 (month), 2022-08-18 (day), "
    "2022/23 or 2022-S (school year), or a span such as 2022-08..2022-10; of two names for the "
    "same days, the shorter."
)
