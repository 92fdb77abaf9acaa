"""The language of what people see: by ``VEKHA_LANG`` or the locale; answers to programs have none.

Each run is a process of its own, because the language is settled once, when the program starts.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.program import ROOT, Done, Program, command_tree, environment

NEUTRAL = {"VEKHA_LANG": "", "LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}
BY_VARIABLE = NEUTRAL | {"LC_ALL": "C", "VEKHA_LANG": "ru"}
BY_LOCALE = NEUTRAL | {"LANG": "ru_RU.UTF-8"}
ENGLISH = NEUTRAL | {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}
ENGLISH_ASKED_FOR = BY_LOCALE | {"VEKHA_LANG": "en"}

ENGLISH_WORDS = re.compile(
    r"\b(?:rehearsal|planned|in progress|reported|evaluated|overdue|partly|late|due|nobody|lead"
    r"|executors?|measures?|occurrences?|deadline|section|recorded|who|what|actual|on|of|the)\b",
    re.IGNORECASE,
)
RUSSIAN_WORDS = ("РЕПЕТИЦИЯ", "исполнитель", "мероприятие", "Ко, %", "с опозданием", "31.08.2022")
SENTENCE = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ,.:;]+){4}")
"""Four Latin words on end: no command line, metavar or file name looks like this."""


def english_in(screen: str) -> list[str]:
    """Return the lines with English words, what is left out that is typed."""
    told = re.sub(r"(\S )vekha [a-z]+", r"\1", screen)  # a command in a sentence
    lines = [line for line in told.splitlines() if not line.lstrip().startswith(("$", "vekha "))]
    return [line for line in lines if ENGLISH_WORDS.search(line) or SENTENCE.search(line)]


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Done, Program]]:
    """Give what the demo tells in each language, and the program on the ledger that it left."""
    folder = tmp_path_factory.mktemp("languages")
    chosen = {"variable": BY_VARIABLE, "locale": BY_LOCALE, "english": ENGLISH}
    programs = {name: Program(folder / name, folder / f"{name}.db") for name in chosen}
    with ThreadPoolExecutor(2) as side_by_side:
        told = side_by_side.map(lambda name: programs[name]("demo", **chosen[name]), chosen)
        return {
            name: (done.fine(), programs[name]) for name, done in zip(chosen, told, strict=True)
        }


@pytest.mark.parametrize("chosen", ["variable", "locale"])
def test_the_demo_speaks_russian(chosen: str, demos: dict[str, tuple[Done, Program]]) -> None:
    told = demos[chosen][0].out
    assert [word for word in RUSSIAN_WORDS if word not in told] == []
    assert english_in(told) == []
    assert max(map(len, told.splitlines())) <= 80


def test_the_demo_speaks_english_in_the_plain_locale(
    demos: dict[str, tuple[Done, Program]],
) -> None:
    told = demos["english"][0].out
    assert [word for word in RUSSIAN_WORDS if word in told] == []
    assert len(english_in(told)) > 50


def test_english_can_be_asked_for_over_a_russian_locale(
    demos: dict[str, tuple[Done, Program]],
) -> None:
    program = demos["variable"][1]
    assert english_in(program("show", "1.3", **ENGLISH_ASKED_FOR).fine().out)
    assert not english_in(program("show", "1.3", **BY_LOCALE).fine().out)


ALL_HELP = """
import json, sys
from cli.main import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["vekha", *words, "--help"]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, words
"""


def test_help_is_russian_and_fits_the_terminal(tmp_path: Path) -> None:
    commands = [name.split()[1:] for name, _command in command_tree()]
    shown = subprocess.run(
        [sys.executable, "-c", ALL_HELP, json.dumps(commands)],
        env=environment(tmp_path) | BY_VARIABLE | {"COLUMNS": "80", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    ).stdout.decode()
    lines = shown.splitlines()
    assert english_placeholders(shown) == []
    assert "{done|partly|not_done}" in shown
    assert "not_done – не исполнено" in shown
    assert sum(line.startswith("Вызов: vekha") for line in lines) == len(commands)
    assert [line for line in lines if SENTENCE.search(line)] == []
    assert max(map(len, lines)) <= 80


def english_placeholders(shown: str) -> list[str]:
    """Return what stands for something to be typed, left as click or the code name it."""
    return re.findall(r"(?:--[a-z-]+ |\[)([A-Z]{2,})\b", shown.replace("[ARGS]", ""))


def test_an_english_placeholder_is_noticed() -> None:
    assert english_placeholders("Вызов: vekha [OPTIONS]\n --db LEDGER") == ["OPTIONS", "LEDGER"]


def test_a_word_is_taken_for_its_code(demos: dict[str, tuple[Done, Program]]) -> None:
    program = demos["locale"][1]
    by_word = program("status", "2022", "--each", "По кварталам", **BY_LOCALE).fine()
    assert by_word == program("status", "2022", "--each", "quarter", **BY_LOCALE)
    assert program("status", "2022", "--each", "по кварталам", **ENGLISH).status == 2


@pytest.mark.parametrize(
    ("line", "wrong", "remedy"),
    [
        (("start", "9.9"), "не найдено мероприятие «9.9»", "vekha show"),
        (
            ("start", "1.3@2023", "--on", "2099-09-05", "--for", "МКУ ИМЦ"),
            "день 05.09.2099 ещё не наступил",
            "сегодня (",
        ),
        (
            ("start", "1.3@2023", "--for", "БСШ"),
            "«начать» вправе выполнить только: МКУ ИМЦ",
            "--for",
        ),
        (("start",), "Не указан аргумент «МЕРОПРИЯТИЕ[@ПЕРИОД]»", "vekha start --help"),
        (("status", "--each", "week"), "Недопустимое значение «--each»: «week»", "--help"),
        (("show", "--as-of"), "Нет параметра «--as-of»", "--help"),
        (("evaluate", "1.3@2023", "done", "--justification", "x"), "«запланировано»", "начать, "),
    ],
)
def test_what_is_wrong_is_said_in_russian(
    line: tuple[str, ...], wrong: str, remedy: str, demos: dict[str, tuple[Done, Program]]
) -> None:
    done = demos["variable"][1](*line, **BY_VARIABLE)
    first, second = done.err.splitlines()
    assert done.status
    assert wrong in first
    assert remedy in second
    assert not SENTENCE.search(done.err)


@pytest.mark.parametrize(
    "line",
    [
        ("show",),
        ("show", "1.3@2022-08"),
        ("status", "2022", "--each", "quarter"),
        ("review", "2022"),
        ("audit", "log", "1.3@2022-08"),
        ("people", "list"),
        ("start", "9.9"),
        ("evaluate", "1.3@2023", "done", "--justification", "x"),
        ("start",),
    ],
    ids=" ".join,
)
def test_json_is_the_same_in_every_language(
    line: tuple[str, ...], demos: dict[str, tuple[Done, Program]]
) -> None:
    program = demos["variable"][1]
    english = program(*line, "--json", **ENGLISH)
    assert english.out or english.err
    assert program(*line, "--json", **BY_VARIABLE) == english
