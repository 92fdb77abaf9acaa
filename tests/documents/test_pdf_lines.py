"""Lines of a PDF's running text, put together to the paragraphs that they were broken from."""

from __future__ import annotations

from engine.documents.containers.pdf_lines import joined
from engine.documents.containers.pdf_pages import Piece
from engine.documents.containers.pdf_text import At


def line(text: str, left: float, right: float, top: float) -> Piece:
    at = At(sheet=600, left=left, right=right, top=top, bottom=top + 14, word=60)
    return Piece(page=1, line=text, at=at)


def test_full_lines_go_on_and_centred_ones_are_titles() -> None:
    found = joined(
        [
            line("Дорожная карта", 200, 400, 10),
            line("План разработан на основе", 85, 550, 50),
            line("мероприятий на 2020 год.", 50, 300, 66),
            line("1. Утвердить", 50, 550, 82),
        ]
    )
    assert [(piece.line, piece.centred) for piece in found] == [
        ("Дорожная карта", True),
        ("План разработан на основе мероприятий на 2020 год.", False),
        ("1. Утвердить", False),
    ]
