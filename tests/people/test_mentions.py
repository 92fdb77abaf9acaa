"""Names of persons inside printed texts are found, and nothing else is hidden."""

from __future__ import annotations

import pytest

from engine.people.mentions import hidden


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Методический центр (Волнова А.С.)", "Методический центр ([…])"),
        ("Директору центра А.С. Волновой", "Директору центра […]"),
        ("возложить на Волнову Анну Сергеевну", "возложить на […]"),
        ("Волнова А. С. и Порт И.И.", "[…] и […]"),
        ("Школа им. А.С. Волнова", "Школа им. А.С. Волнова"),
        ("Школа № 1 п. Волново", "Школа № 1 п. Волново"),
        ("Российская Федерация, ФГОС НОО", "Российская Федерация, ФГОС НОО"),
        ("", ""),
    ],
)
def test_what_is_hidden_is_the_name_alone(text: str, short: str) -> None:
    assert hidden(text) == short


@pytest.mark.parametrize(
    ("piece", "whole", "short"),
    [
        ("отв. Волнова", "до 1 мая, отв. Волнова А.С.", "отв. […]"),
        ("Волнова А.С", "август (Волнова А.С.)", "[…]"),
        ("Волнова и прочие", "1 мая и прочие", "Волнова и прочие"),
    ],
)
def test_a_piece_of_a_text_is_hidden_by_any_part_of_the_name(
    piece: str, whole: str, short: str
) -> None:
    assert hidden(piece, whole) == short
