"""The vocabulary of deadline phrases: Russian words in all their forms, each with its class.

Tables only; `words` looks up, `spelling` forgives. The months come from `engine.calendar.names`.
"""

from __future__ import annotations

from typing import Final

from engine.calendar.names import MONTHS

Class = tuple[str, int]
"""A word's class and its value (a month's or an ordinal's number; 0 where there is none)."""


def one_of(text: str) -> frozenset[str]:
    """Give the words of a text, one of which something may be."""
    return frozenset(text.split())


_WEEKDAYS: Final = (
    "понедельник понедельника понедельнику понедельникам пн",
    "вторник вторника вторнику вторникам вт",
    "среда среду среды средам ср",
    "четверг четверга четвергу четвергам чт",
    "пятница пятницу пятницы пятницам пт",
    "суббота субботу субботы субботам сб",
    "воскресенье воскресенья воскресеньям вс",
)
_ORDINALS: Final = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят",
)  # fmt: skip
_ORDINAL_ENDINGS: Final = "ый ий ой ая ья ое ье ого ьего ому ьему ом ьем ую ью ей ьей ым ьим ые ьи"
_CARDINALS: Final = (
    "один одного одна одну одной одно",
    "два двух две дважды двум",
    "три трех трижды",
    "четыре четырех четырежды",
    "пять пяти",
    "шесть шести",
)
_SEASONS: Final = (
    ("зим", "а у ы ой е ою"),
    ("весн", "а у ы ой е ою"),
    ("лет", "о а у ом е"),
    ("осен", "ь и ью"),
)
_SEASON_ADJECTIVES: Final = ("зимн", "весенн", "летн", "осенн")
# Words looked up whole. Where a class has one meaning, its name says it.
_WHOLE: Final[dict[str, str]] = {
    "year": "г гг год года году годом годе годов годы годах годам годами г.г",
    "years_old": "лет",
    "quarter": "кв кварт",
    "half": "полуг полугод полугодие полугодия полугодию полугодий полугодиям полгода",
    "school": "уч учеб учебн учебный учебного учебному учебном учебные учебных учебным",
    "until": "до к ко од доо",
    "to": "по",
    "from": "с со от",
    "in": "в во на за",
    "within": "течение течении течений теч тече тчение теченее протяжении протяжение",
    "and": "и а также но",
    "or": "или либо",
    "not": "не",
    "late": "позднее позже поздней позжее",
    "early": "ранее раньше",
    "rare": "реже менее минимум чаще более",
    "times": "раз раза разу",
    "all": "весь всего всей вся все всему целый целого круглый полный",
    "include": "включительно вкл включит включая",
    "then": "далее затем впоследствии потом дальнейшем последующие последующем",
    "next": "следующий следующего следующем следующая следующей следующим "
    "следующему след следующих",
    "current": "текущего текущий текущем текущему тек т текущих",
    "given": "данного настоящего этого",
    "month_word": "месяц месяца месяцу месяце месяцем месяцы месяцев мес месяцам",
    "day_word": "день дня дней дни днем дню дням",
    "number_word": "число числа числу числе числах чисел",
    "week": "неделя недели неделю неделе недель неделям нед",
    "begin": "начало начала началу начале началом нач",
    "middle": "середина середины середине середину",
    "end": "конец конца концу конце концом окончание окончания окончанию завершение завершения",
    "half_part": "половина половины половине половину",
    "decade": "декада декады декаде декаду",
    "last": "последний последняя последнее последнего последней последнюю последнему последние",
    "term": "четверть четверти четвертью четвертей четвертям триместр триместра семестр семестра",
    "after": "после",
    "before": "перед накануне",
    "by": "при",
    "if": "если случае",
    "measure": "мере",
    "need": "необходимости необходимость необход потребности надобности",
    "class": "класс класса классы классов классах классам кл",
    "hour": "час часа часов часы ч",
    "once": "единовременно однократно разово одноразово",
    "at_once": "немедленно незамедлительно сразу",
    "monthly": "помесячно",
    "quarterly": "поквартально",
    "always": "постоянно непрерывно бессрочно круглогодично повсеместно перманентно повседневно "
    "постоянной системно регулярной системе планово",
    "summons": "запросу запросам требованию требованиям обращению обращениям заявке заявкам "
    "заявлению заявлениям поручению факту возможности усмотрению желанию согласованию",
    "horizon": "реализации действия выполнения исполнения",
    "status": "выполнено исполнено перенесено перенесен перенесена перенести перенос продлен "
    "продлено продлена отменен отменено отменена снято",
    "except": "кроме исключением исключая",
    "event": "итогам результатам итогу",
}
# Words known by their beginning.
_BEGINNINGS: Final[dict[str, str]] = {
    "yearly": "ежегодн ежегод погодичн",
    "half_yearly": "полугодов",
    "quarterly": "ежеквартал",
    "monthly": "ежемесяч",
    "weekly": "еженедел",
    "daily": "ежедневн",
    "quarter": "квартал",
    "half": "полугод",
    "school": "учебн",
    "each": "кажд",
    "always": "постоянн систематич регулярн непрерывн периодич",
    "include": "включительн",
    "begin_from": "начина",
    "then": "последующ дальнейш",
    "working": "рабоч",
    "calendar_word": "календарн",
    "report": "отчетн",
    "previous": "предыдущ предшеств прошл прошед истекш",
    "period": "период",
    "holidays": "каникул",
    "external": "график план расписан циклограмм соответстви согласно положени приказ распоряж "
    "установленн утвержденн назначенн определенн указанн запланированн договоренност",
    "term_word": "срок",
    "last": "последн предпоследн",
    "month_adjective": " ".join(month.adjective for month in MONTHS),
    "thing": "этап групп модул поток смен част тур раздел школ человек пункт процент секци "
    "мероприят заняти урок",
}


def _each_form() -> dict[str, Class]:
    forms: dict[str, Class] = {}
    for kind, words in _WHOLE.items():
        forms |= dict.fromkeys(words.split(), (kind, 0))
    for number, words in enumerate(_WEEKDAYS):
        forms |= dict.fromkeys(words.split(), ("weekday", number))
    for number, words in enumerate(_CARDINALS, 1):
        forms |= dict.fromkeys(words.split(), ("cardinal", number))
    for number, stem in enumerate(_ORDINALS, 1):
        endings = _ORDINAL_ENDINGS.split()
        forms |= dict.fromkeys((stem + ending for ending in endings), ("ordinal", number))
    forms |= _months_and_seasons()
    return forms | {"четвертью": ("term", 0), "четвертей": ("term", 0), "третью": ("ordinal", 3)}


def _months_and_seasons() -> dict[str, Class]:
    forms: dict[str, Class] = {}
    for number, month in enumerate(MONTHS, 1):
        forms |= dict.fromkeys((*month.forms, *month.typed), ("month", number))
    for number, (stem, endings) in enumerate(_SEASONS, 1):
        forms |= dict.fromkeys((stem + ending for ending in endings.split()), ("season", number))
    return forms


FORMS: Final = _each_form()
STARTS: Final[tuple[tuple[str, Class], ...]] = tuple(
    sorted(
        (
            *((start, (kind, 0)) for kind, words in _BEGINNINGS.items() for start in words.split()),
            *((start, ("season_adjective", n)) for n, start in enumerate(_SEASON_ADJECTIVES, 1)),
        ),
        key=lambda entry: -len(entry[0]),
    )
)
MONTH_FORMS: Final = frozenset(
    form for month in MONTHS for form in (month.stem, *month.forms)
) & frozenset(FORMS)
"""The months in all cases, and those stems that are months by themselves."""
