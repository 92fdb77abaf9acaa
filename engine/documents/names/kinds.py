"""Organisation, post, group or person: told from the words of a printed executor."""

from __future__ import annotations

import re

from engine.documents.printed import text
from engine.people.mentions import PERSON
from engine.workflows.orders.draft import PartyKind

_POST = (
    r"директор|начальник|заместител|замдиректор|зам|зав|заведующ|методист|специалист|инспектор|консультант"
    r"|руководител|председател|секретар|глав[аы]|куратор|координатор|ректор|учител|педагог|психолог"
    r"|воспитател|тьютор|наставник|эксперт|логопед|бухгалтер|юрист|врио|вр|и\.? ?о"
    r"|первый заместител|главный специалист|ведущий специалист|старший методист"
    r"|сотрудник|работник|организатор"
    r"|ответственный"
)
# One or two adjectives may be before the post: «старший воспитатель».
_KIND = r"(?:(?!ответственный)[а-яё-]+(?:ый|ий|ой|ая)\s+){0,2}"
POST = re.compile(rf"^{_KIND}(?:{_POST})(?:ь|я|ая|ий|уч|\b|\.)", re.IGNORECASE)
POST_STEM = re.compile(rf"^(?:{_POST})", re.IGNORECASE)  # in whatever case it is
_MANY = re.compile(
    r"^(?:директора|начальники|заместители|заведующие|методисты|специалисты|инспекторы?|консультанты"
    r"|руководители|председатели|секретари|главы|кураторы|координаторы|учителя|педагоги|психологи"
    r"|воспитатели|сотрудники|работники|организаторы|тьюторы|наставники|эксперты|логопеды|члены|родители|классные|молодые|школы|сады"
    r"|учреждения|организации|предприятия|объединения|сообщества|партнеры|площадки|команды|группы"
    r"|администрации оо|центры|отделы|студенты|ученики|учащиеся|обучающиеся|все|рабоч\w+ группа"
    r"|муниципальные команды|оо|оу|доо|доу|сош|ооо|шмо|рмо|гмо|мо|омо|одо|дод)\b"
)
_MANY_FORM = re.compile(r"^\w+(?:ые|ие)\b")
_OFFICE = re.compile(
    r"^(?:управление|отдел|комитет|центр|администрация|школа|кабинет|гимназия|лицей|служба|комиссия"
    r"|библиотека|учреждение|институт|колледж|техникум|дом|сад|совет)\b"
)
_SINGLE = re.compile(r"^\w+(?:ание|ение|ствие|тие)\b")


def kind_of(name: str) -> PartyKind:
    """Return what *name* (an executor as printed, nominative) is; an organisation if in doubt."""
    words = text.gist(name)
    if PERSON.search(name):
        return "person"
    if _MANY.match(words):
        return "group"
    if POST.match(words):
        return "post"
    if _MANY_FORM.match(words) and not _SINGLE.match(words):
        return "group"
    return "organisation"


def begins_party(piece: str) -> bool:
    """Tell whether *piece*, which begins with a small letter, names someone by itself.

    «образовательные организации» and «начальник отдела» do; «молодежной политики» and
    «администрации района» only go on with what came before.
    """
    words = text.gist(piece)
    if re.match(r"^(?:и|в|во|на|с|со|по|для|при|от|из|к|о|об)\b", words):
        return False
    if _MANY.match(words) or POST.match(words):
        return not re.match(r"^\w+(?:ого|его|ому|ей|ов|ам|ями|ами|ой)\b", words)
    if re.match(r"^\w+(?:ые|ие|ый|ий|ая)\b", words):
        return not _SINGLE.match(words) and not re.match(r"^\w+ация\b", words)
    return bool(_OFFICE.match(words))
