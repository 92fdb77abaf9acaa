"""A failure as people and programs read it: names for ids, nothing that steers a terminal."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import INIT
from tests.cli.test_refused import check_told, forbidden, misplaced
from tests.support.program import ORDER, Program

LATER = date.today() + timedelta(days=3)  # noqa: DTZ011 - three days are further than any zone
PLANNED, BEGUN = "1.3@2022-08", "1.5@2022-01"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, office_ledger: Path) -> Program:
    folder = tmp_path_factory.mktemp("failures")
    shutil.copy(office_ledger, folder / "office.db")
    program = Program(folder / "home", folder / "office.db")
    program.inside("start", BEGUN, login="orlova").fine()
    return program


def test_programs_get_one_line_with_the_facts_as_they_are(office: Program) -> None:
    late = office.inside("start", PLANNED, "--on", LATER.isoformat(), "--json", login="orlova")
    found = late.error
    assert list(found) == ["error", "message", "remedy", "facts"]
    assert found["message"] == f"{LATER} has not come yet"
    facts = json.loads(late.err)["facts"]
    assert facts["day"] == LATER.isoformat()
    assert date.fromisoformat(facts["today"]) < LATER


def test_codes_are_words_for_people_and_codes_for_programs(office: Program) -> None:
    line = ("start", BEGUN)
    check_told(
        office.inside(*line, login="orlova"),
        misplaced(says="cannot start: it is already in progress, as recorded by Орлова"),
    )
    found = json.loads(office.inside(*line, "--json", login="orlova").err)
    assert "cannot start: it is already in_progress, as recorded by Орлова" in found["message"]
    assert found["remedy"] == "From there: unstart, report, lapse, cancel."
    facts = found["facts"]
    assert (facts["step"], facts["status"]) == ("start", "in_progress")
    assert facts["possible"] == ["unstart", "report", "lapse", "cancel"]
    assert facts["who"].startswith("person/")
    assert datetime.fromisoformat(facts["when"]) <= datetime.now(UTC)


def test_parties_are_named_for_people_and_ids_for_programs(office: Program) -> None:
    says = "only МКУ ИМЦ may take the step “start”"
    case = forbidden("start", PLANNED, by="gusev", says=says)
    check_told(office.inside(*case.line, login="gusev"), case)
    found = json.loads(office.inside(*case.line, "--json", login="gusev").err)
    assert found["message"] == says
    [whom] = found["facts"]["whom"]
    assert whom.startswith("organisation/")


def test_who_is_ambiguous_is_told_with_the_id_to_type(office: Program) -> None:
    line = ("status", "2022", "--executor", "Иванов")
    found = json.loads(office.inside(*line, "--json").err)
    candidates = found["facts"]["candidates"]
    assert len(candidates) > 1
    for candidate in candidates:
        assert f"({candidate})" in office.inside(*line).err
        assert f"({candidate})" in found["message"]
        office.inside("status", "2022", "--executor", candidate).fine()


HIDDEN = "\x1b[2J\x9b1m\u202e\r\n\u00ad"


@pytest.mark.parametrize(
    "line",
    [
        ("start", f"9{HIDDEN}9"),
        ("start", PLANNED, "--for", f"Школа{HIDDEN}"),
        ("import", f"приказ{HIDDEN}.yaml"),
        ("status", f"2022{HIDDEN}"),
        ("start", PLANNED, "--on", f"2022{HIDDEN}"),
    ],
    ids=lambda line: line[0],
)
def test_what_was_typed_cannot_steer_the_terminal(line: tuple[str, ...], office: Program) -> None:
    told = office.inside(*line)
    assert told.status
    assert 1 <= len(told.err.splitlines()) <= 2
    assert not set(HIDDEN.strip("[2J1m")) & set(told.err) - set("\n[2J1m")
    assert "␛[2J�1m�" in told.err


def test_a_measure_of_nobody_gets_an_executor_as_the_refusal_says(program: Program) -> None:
    program.inside(*INIT).fine()
    order = program.home / "order.yaml"
    title = 'title: "Издать приказ о методической работе"'
    text = ORDER.read_text("utf-8")
    before, measure = text.split(title)
    order.write_text(before + title + measure.replace('["МКУ ИМЦ"]', "[]", 1), "utf-8")
    program.inside("import", order).fine()
    start = ("start", PLANNED, "--for", "МКУ ИМЦ")
    told = program.inside(*start).err
    assert "no executor is assigned to this measure" in told
    assert "vekha export roadmap KEY -o FILE" in told
    mended = program.home / "mended.yaml"
    program.inside("export", "roadmap", "bolshemurashkino", "-o", mended).fine()
    text = mended.read_text("utf-8")
    mended.write_text(text.replace(title, f'{title}\n      executors: ["МКУ ИМЦ"]'), "utf-8")
    program.inside("import", mended).fine()
    assert "МКУ ИМЦ" in program.inside(*start).fine().out
