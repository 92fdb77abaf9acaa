"""Where a printed text names a person: by surname and initials, or by name and patronymic."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "[…]"
"""What stands in place of a name where the text is kept for ever."""

SURNAME: Final = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]{3,})(?:-[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]{2,}))?"
_INITIALS: Final = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
# «Порта А.А. Волнова»: initials belong to the surname after them, unless that has its own.
_NAMED_AFTER: Final = rf"(?!\s?{SURNAME}(?!\s?[А-ЯЁ]\.|\w))"
PATRONYMIC: Final = r"[А-ЯЁ][а-яё]+(?:ич(?:а|у|ем)?|(?:ов|ев|ич)н(?:а|ы|е|у|ой))"
_NAME: Final = r"[А-ЯЁ][а-яё]+"
FULL: Final = re.compile(
    rf"{SURNAME}\s{_NAME}\s{PATRONYMIC}(?!\w)|{_NAME}\s{PATRONYMIC}\s{SURNAME}(?!\w)"
)
# «школа им. А.С. Волнова» is a school.
_HONOURED: Final = r"(?<!им\.\s)(?<!им\.)(?<!имени\s)(?<![А-ЯЁ]\.)(?<![А-ЯЁ]\.\s)"
PERSON: Final = re.compile(
    rf"{FULL.pattern}"
    rf"|(?:{SURNAME}\s{{0,2}}{_INITIALS}{_NAMED_AFTER}|{_HONOURED}{_INITIALS}\s?{SURNAME})(?!\w)"
)


def hidden(text: str, of: str = "") -> str:
    """Return *text* with :data:`HIDDEN` in place of every name of a person that it mentions.

    Where it is a piece of the text *of*, a name that is mentioned there is known by any part of it.
    """
    short = PERSON.sub(HIDDEN, text)
    for name in PERSON.findall(of):
        for part in re.findall(r"\w{3,}", name):
            short = re.sub(rf"\b{part}\b(?:\s?[А-ЯЁ]\b\.?)*", HIDDEN, short)
    return short
