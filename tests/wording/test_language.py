"""The language of the process is settled once; another is spoken for a stretch of work only."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.wording.language import speaking, text

SETTLED = """
from engine.wording import language
language.settle(translated={translated})
import gettext
print(language.text("planned"), gettext.gettext("planned"), sep="\\n")
"""
NEUTRAL = {"LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize(
    ("variables", "translated", "word"),
    [
        ({"VEKHA_LANG": "ru"}, True, "запланировано"),
        ({"VEKHA_LANG": " ru "}, True, "запланировано"),
        ({"LC_ALL": "ru_RU.UTF-8", "VEKHA_LANG": ""}, True, "запланировано"),
        ({"LC_ALL": "ru_RU.UTF-8", "VEKHA_LANG": "en"}, True, "planned"),
        ({"VEKHA_LANG": "xx"}, True, "planned"),
        ({"VEKHA_LANG": "ru"}, False, "planned"),
        ({}, True, "planned"),
    ],
)
def test_the_process_speaks_what_is_asked_for(
    variables: dict[str, str], translated: object, word: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SETTLED.format(translated=translated)],
        env=NEUTRAL | {"PYTHONIOENCODING": "utf-8"} | variables,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == [word, word]


def test_another_language_is_spoken_for_a_while() -> None:
    with speaking("en"):
        assert text("planned") == "planned"
        with speaking("ru"):
            assert text("planned") == "запланировано"
            assert text("") == ""
            assert text("nothing of ours") == "nothing of ours"
        assert text("planned") == "planned"


def test_each_thread_speaks_its_own() -> None:
    def spoken(language: str) -> list[str]:
        with speaking(language):
            return [text("planned") for _ in range(200)]

    with ThreadPoolExecutor(2) as side_by_side:
        english, russian = side_by_side.map(spoken, ("en", "ru"))
    assert (set(english), set(russian)) == ({"planned"}, {"запланировано"})
