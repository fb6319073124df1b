"""A questionnaire as a form to print and fill in by hand, or to read before writing."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.documents.paper import Boxes, Grid, Paper, Room

from .enums import ColumnType, Part, QuestionType
from .models import Cycle, Question, Questionnaire
from .queries import questions_of
from .queries.building import targets_of

#: Words of handwriting on a line.
_WORDS_A_LINE = 9
_MOST_LINES = 18


def questionnaire_of(cycle: Cycle, no: int | None) -> Questionnaire:
    """The cycle's main questionnaire, or the one with a number. Raises NotVisible."""
    rows = Questionnaire.objects.filter(cycle=cycle)
    asked = rows.filter(no=no).first() if no is not None else cycle.questionnaire
    if asked is None:
        raise NotVisible("No such questionnaire.")
    return asked


def blank_form(cycle: Cycle, questionnaire: Questionnaire) -> Paper:
    """In the questionnaire's language (two queries)."""
    with translation.override(questionnaire.language):
        paper = Paper(
            title=cycle.title,
            language=questionnaire.language,
            kicker=_("Voluntary progress report: the questions"),
            facts=[
                _("Questionnaire %d") % questionnaire.no,
                _("All of it is voluntary; leave out what does not fit."),
            ],
            footer=f"{cycle.title} – " + _("questionnaire %d") % questionnaire.no,
        )
        targets = targets_of(questionnaire)
        for part in questions_of(questionnaire.pk):
            paper.heading(
                1, _("Part %(code)s: %(title)s") % {"code": part.code, "title": part.title}
            )
            if part.code == Part.B and targets:
                named = "; ".join(target.numbered for target in targets)
                paper.say(_("Targets in focus: %s") % named, kind="soft")
            for question in part.questions:
                _ask(paper, question)
        return paper


def _ask(paper: Paper, question: Question) -> None:
    paper.heading(2, question.label)
    paper.say(question.hint, kind="soft")
    if question.per_commitment:
        paper.say(_("For each commitment that you registered."), kind="soft")
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        if question.type == QuestionType.CHOICES:
            paper.say(_("Several answers can fit."), kind="soft")
        paper.blocks.append(Boxes([str(label) for _value, label in question.choices]))
    elif question.type == QuestionType.TABLE:
        paper.blocks.append(_empty_table(question))
    elif question.type == QuestionType.NUMBER:
        paper.blocks.append(Room(1, _("A number, in: %s") % question.unit if question.unit else ""))
    elif question.type == QuestionType.FILE:
        paper.say(_("A file; send it along, or attach it on the platform."), kind="soft")
    else:
        caption = ""
        if question.word_guide:
            caption = _("About %(words)d words are enough.") % {"words": question.word_guide}
        paper.blocks.append(Room(lines_for(question), caption))


def lines_for(question: Question) -> int:
    """Enough to begin; nobody writes five hundred words by hand on one sheet."""
    if question.type == QuestionType.SHORT_TEXT:
        return max(3, min(6, (question.word_guide or 0) // _WORDS_A_LINE))
    return max(6, min(_MOST_LINES, (question.word_guide or 120) // _WORDS_A_LINE))


def _empty_table(question: Question) -> Grid:
    head = [
        f"{c['label']} ({c['unit']})"
        if c["type"] == ColumnType.NUMBER and c.get("unit")
        else c["label"]
        for c in question.columns
    ]
    if question.fixed_rows:
        rows = [[str(label), *([""] * len(head))] for _value, label in question.fixed_rows]
        return Grid("", ["", *head], rows)
    return Grid("", head, [["\u00a0"] * len(head) for _row in range(5)])
