"""Plans made by chance together with what a reader should find in them.

Headings, columns, sections and the shape of the rows are drawn at random from the ways in which
offices print them; whoever makes the table knows its meaning and writes the outline beside it.
"""

from __future__ import annotations

from random import Random

import msgspec

from tests.support.papers import LEFT, UP, Rows

HEADINGS = {
    "number": ("№", "№ п/п", "п/п", "N п/п", "Номер"),
    "title": ("Мероприятие", "Наименование мероприятий", "Содержание работы", "Тема", "Меры",
              "Виды работ", "Основные мероприятия", "Действия", "Планируемые мероприятия"),
    "deadline": ("Срок", "Сроки реализации", "Дата проведения", "Период", "Когда", "Месяц",
                 "Срок исполнения мероприятия", "Дата, срок", "Время проведения"),
    "executors": ("Ответственный", "Исполнители", "Координатор", "Кто отвечает", "Организаторы",
                  "Ответственные лица", "Ответственный исполнитель (Ф.И.О., должность)"),
    "result": ("Ожидаемый результат", "Форма отчетности", "Вид документа", "Индикатор", "Продукт",
               "Показатель эффективности", "Планируемый результат", "Подтверждающий документ"),
    "participants": ("Участники", "Категория участников", "Целевая группа", "Для кого"),
    "other": ("Примечание", "Место проведения", "Источник финансирования"),
}  # fmt: skip
TITLES = ("Провести совет", "Собрать сведения", "Издать сборник (для школ)", "Открыть клуб",
          "Семинар по оценке", "Встречи: три вечера", "Проверка готовности к 1 сентября",
          "Разместить памятки, буклеты и отчёты", "Методический день в СОШ № 5")  # fmt: skip
TERMS = ("май 2022", "до 15.12.2022", "ежегодно", "сентябрь-октябрь 2022", "в течение года",
         "2022-2023 гг.", "I квартал 2022", "по мере необходимости", "12.10.2022", "2023",
         "август 2022, август 2023", "1 раз в полугодие", "не позднее 20 декабря 2022")  # fmt: skip
PEOPLE = (("ИМЦ", "ИМЦ"), ("УО, ИМЦ", "УО; ИМЦ"), ("Отдел школ; ДЮЦ", "Отдел школ; ДЮЦ"),
          ("Управление образования\nОО", "Управление образования; ОО"),
          ("МКУ «Центр», руководители ОО", "МКУ «Центр»; руководители ОО"),
          ("Зорина А.А., Котов Б.Б.", "Зорина А.А.; Котов Б.Б."),
          ("ОО (по согласованию)", "ОО"), ("директора школ", "директора школ"))  # fmt: skip
RESULTS = ("Приказ", "Справка", "Отчёт, фото", "не менее 20 человек", "100 % школ", "", "–")
GUESTS = ("учителя", "8-11 классы", "родители")
SECTIONS = ("Кадры", "Работа с детьми", "Мониторинг и анализ", "Мероприятия по контролю", "Учёба")
ROMAN = ("I", "II", "III", "IV")
STYLES = ("none", "merged", "numbered", "cell", "roman", "word", "second", "first")
SHAPES = ("plain", "plain", "terms down", "people down", "goes on", "letters", "gaps", "heads")


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A table and its outline; ``merges`` says that only Word and Excel can hold it."""

    rows: Rows
    outline: list[str]
    merges: bool
    about: str


def made(seed: int) -> Made:
    """Return the plan of this *seed*; the same seed makes the same plan."""
    return _Maker(Random(seed)).plan()  # noqa: S311  nothing here is a secret


class _Maker:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.style = chance.choice(STYLES)
        self.shape = chance.choice(SHAPES)
        self.columns = self._columns()
        self.head = [chance.choice(HEADINGS[column]) for column in self.columns]
        self.rows: Rows = [self.head]
        self.outline: list[str] = []
        self.count = 0
        self.above: dict[str, str] = {}

    def plan(self) -> Made:
        if self.chance.random() < 0.2:
            self.rows.append([str(n) for n in range(1, len(self.columns) + 1)])
        several = self.style != "none"
        titles = self.chance.sample(SECTIONS, self.chance.randint(2, 3) if several else 1)
        for place, title in enumerate(titles, 1):
            if several:
                self._section(place, title)
            for _ in range(self.chance.randint(2, 3)):
                self._measure()
            if self.shape == "heads" and place < len(titles):
                self.rows.append(self.head)
        return Made(
            rows=self.rows,
            outline=self.outline,
            merges=self.shape.endswith("down"),
            about=f"{self.columns} {self.head} {self.style} {self.shape}",
        )

    def _columns(self) -> list[str]:
        rest = ["deadline", "executors"]
        rest += [name for name in ("result", "participants", "other") if self.chance.random() < 0.5]
        self.chance.shuffle(rest)
        return ["number", "title", *rest]

    def _section(self, place: int, title: str) -> None:
        width = len(self.columns)
        number, cells = {
            "merged": ("", [title, *[LEFT] * (width - 1)]),
            "numbered": (f"{place}.", [f"{place}. {title}", *[LEFT] * (width - 1)]),
            "cell": (f"{place}.", [f"{place}.", title, *[LEFT] * (width - 2)]),
            "roman": (f"{ROMAN[place]}.", [f"{ROMAN[place]}. {title}", *[LEFT] * (width - 1)]),
            "word": (f"Блок {place}", [f"Блок {place}. {title}", *[LEFT] * (width - 1)]),
            "second": ("", ["", title, *[""] * (width - 2)]),
            "first": (f"Раздел {place}", [f"Раздел {place}. {title}", *[""] * (width - 1)]),
        }[self.style]
        self.rows.append(cells)
        self.outline.append(f"# {number}|{title}")
        self.above = {}

    def _measure(self) -> None:
        self.count += 1
        printed, meant = self.chance.choice(PEOPLE)
        cells = {
            "number": f"{self.count}.",
            "title": self.chance.choice(TITLES),
            "deadline": self.chance.choice(TERMS),
            "executors": printed,
            "result": self.chance.choice(RESULTS),
            "participants": self.chance.choice(GUESTS),
            "other": self.chance.choice(("", "–", "СОШ № 2")),
        }
        said = {**cells, "executors": meant, "result": cells["result"].strip("–")}
        below, points = self._shaped(cells, said)
        self.rows.append([cells[column] for column in self.columns])
        self.rows += [[row.get(column, "") for column in self.columns] for row in below]
        self.outline += [self._line(said), *points]
        self.above = {} if below else said

    def _shaped(
        self, cells: dict[str, str], said: dict[str, str]
    ) -> tuple[list[dict[str, str]], list[str]]:
        """Give the row its shape; return the rows below it and its points."""
        down = {"terms down": "deadline", "people down": "executors"}.get(self.shape)
        if down and self.above and self.chance.random() < 0.6:
            cells[down], said[down] = UP, self.above[down]
        if self.shape == "gaps" and self.chance.random() < 0.4:
            empty = self.chance.choice(("deadline", "executors"))
            cells[empty], said[empty] = self.chance.choice(("", "-", "–")), ""
        if self.shape == "goes on" and self.chance.random() < 0.4:
            said["title"] += " и подвести итоги"
            return [{"title": "и подвести итоги"}], []
        if self.shape == "letters" and self.chance.random() < 0.5:
            cells["title"] = said["title"] = f"{said['title']}:"
            cells["deadline"] = said["deadline"] = ""
            below = [("а)", "начать", "март 2022"), ("б)", "окончить", "май 2022")]
            rows = [{"number": a, "title": b, "deadline": c} for a, b, c in below]
            return rows, [f"- {'|'.join(point)}" for point in below]
        return [], []

    def _line(self, said: dict[str, str]) -> str:
        fields = [said[name] for name in ("number", "title", "deadline", "executors")]
        fields.append(said["result"] if "result" in self.columns else "")
        fields.append(f"@{said['participants']}" if "participants" in self.columns else "")
        return "|".join(fields).rstrip("|")
