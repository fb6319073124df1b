"""The Support Unit builds a questionnaire: drafts, checks, preview, issuing, audiences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.differences import changes_between
from gfmd_platform.cycles.models import Cycle, Questionnaire, QuestionnaireDraft
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.cycles.questionnaire import (
    Column,
    QuestionShape,
    check_questions,
    default_questions,
    shape_of,
)
from tests.commitments.asked import EVERY_TYPE
from tests.commitments.making import LATER, NOW, make_cycle

pytestmark = pytest.mark.django_db

NUMBER = QuestionShape("", "b", "number", "How many permits?", unit="permits")


@pytest.fixture
def cycle(support_unit) -> Cycle:
    return make_cycle(support_unit)


def begin(cycle, support_unit, **more) -> QuestionnaireDraft:
    return operations.begin_draft(cycle_id=cycle.pk, by=support_unit.actor, now=NOW, **more)


def common(draft, someone):
    return {"draft_id": draft.pk, "by": someone.actor, "now": LATER}


def keys(draft, part="b"):
    rows = draft.questions.filter(part=part).order_by("position")
    return list(rows.values_list("key", flat=True))


def test_a_draft_begins_with_what_is_asked_and_nobody_else_sees_it(
    cycle, support_unit, focal_point
):
    draft = begin(cycle, support_unit)
    assert [shape_of(row) for row in draft.questions.all()] == list(default_questions())
    assert begin(cycle, support_unit) == draft
    url = reverse("cycles:build", args=[cycle.pk, draft.pk])
    assert focal_point.client.get(url).status_code == 403
    with pytest.raises(NotAllowed):
        operations.add_question(question=NUMBER, **common(draft, focal_point))


def test_questions_are_added_changed_moved_and_taken_out(cycle, support_unit):
    draft = begin(cycle, support_unit)
    row = operations.add_question(question=NUMBER, **common(draft, support_unit))
    assert row.key == "how_many_permits"
    assert keys(draft) == ["b_narrative", "b_key_message", "how_many_permits"]
    operations.move_question(key=row.key, up=True, **common(draft, support_unit))
    operations.move_question(key="b_narrative", up=True, **common(draft, support_unit))
    assert keys(draft) == ["b_narrative", "how_many_permits", "b_key_message"]
    new = replace(NUMBER, label="How many permits were given?")
    edited = operations.edit_question(
        key=row.key, question=new, revision=1, **common(draft, support_unit)
    )
    assert (edited.key, edited.revision) == (row.key, 2)
    with pytest.raises(StaleRevision) as stale:
        operations.edit_question(
            key=row.key, question=NUMBER, revision=1, **common(draft, support_unit)
        )
    assert stale.value.current["label"] == new.label
    with pytest.raises(StaleRevision):
        operations.remove_question(key=row.key, revision=1, **common(draft, support_unit))
    operations.remove_question(key=row.key, revision=2, **common(draft, support_unit))
    assert keys(draft) == ["b_narrative", "b_key_message"]


def test_issuing_makes_the_next_number_and_ends_the_draft(cycle, support_unit):
    draft = begin(cycle, support_unit)
    operations.add_question(question=NUMBER, **common(draft, support_unit))
    made = operations.issue_questionnaire(**common(draft, support_unit))
    assert made.no == 2
    assert Cycle.unscoped.get(pk=cycle.pk).questionnaire_id == made.pk
    with pytest.raises(NotVisible):
        operations.issue_questionnaire(**common(draft, support_unit))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"type": "number"}, "key of its own"),
        ({"per_commitment": True}, "key of its own"),
        ({"choices": (("yes", "Yes"), ("some", "Some"))}, "drops"),
    ],
)
def test_a_key_keeps_its_meaning_within_a_cycle(now, words):
    before = QuestionShape("law", "b", "choice", "A law?", choices=(("yes", "Yes"), ("no", "No")))
    check_questions([replace(before, label="Is there one?")], earlier=[before])
    with pytest.raises(Invalid) as refusal:
        check_questions([replace(before, **now)], earlier=[before])
    assert words in refusal.value.errors["questions"][0]


def test_a_column_that_was_asked_stays():
    before = QuestionShape("t", "b", "table", "T", columns=(Column("a", "A"), Column("b", "B")))
    check_questions(
        [replace(before, columns=(*before.columns, Column("c", "C")))], earlier=[before]
    )
    with pytest.raises(Invalid):
        check_questions([replace(before, columns=before.columns[:1])], earlier=[before])


@pytest.mark.parametrize(
    "questions",
    [
        [replace(default_questions()[0], type="table")],
        [replace(EVERY_TYPE[2], is_key_message=True)],
        [
            QuestionShape("a", "a", "short_text", "A"),
            QuestionShape("b", "a", "short_text", "B", continues="a"),
        ],
        [QuestionShape(k, "a", "short_text", k, continues="old") for k in ("x", "y")],
        [QuestionShape("a", "a", "choice", "A", choices=(("y", "Yes"), ("y", "No")))],
    ],
)
def test_what_cannot_be_asked_is_refused(questions):
    with pytest.raises(Invalid):
        check_questions(questions)


def test_the_difference_reads_added_removed_reworded_and_moved():
    one, two, three = (QuestionShape(k, "a", "short_text", k.upper()) for k in ("x", "y", "z"))
    found = changes_between(
        [one, two, three],
        [replace(two, label="New words"), one, QuestionShape("n", "a", "number", "N")],
    )
    assert [(c.kind, c.key) for c in found] == [
        ("reworded", "y"),
        ("added", "n"),
        ("moved", "x"),
        ("removed", "z"),
    ]
    assert found[0].lines == (("Question", "Y", "New words"),)


def test_other_stakeholders_get_questions_of_their_own(cycle, support_unit):
    audience = operations.save_audience(
        cycle_id=cycle.pk,
        name="Not States",
        kinds=["civil_society", "academia"],
        by=support_unit.actor,
        now=NOW,
    )
    assert questionnaire_for(cycle, "civil_society") == cycle.questionnaire_id
    draft = begin(cycle, support_unit, audience_id=audience.pk)
    operations.remove_question(key="b_narrative", revision=1, **common(draft, support_unit))
    made = operations.issue_questionnaire(**common(draft, support_unit))
    assert questionnaire_for(cycle, "civil_society") == made.pk
    assert questionnaire_for(cycle, "state") == cycle.questionnaire_id
    with pytest.raises(Invalid):
        operations.save_audience(
            cycle_id=cycle.pk, name="Others", kinds=["academia"], by=support_unit.actor, now=NOW
        )


def test_questions_are_copied_from_the_last_cycle(cycle, support_unit):
    old = make_cycle(support_unit, title="Review of 2026", year=2026, questions=EVERY_TYPE)
    draft = begin(cycle, support_unit, copy_of=old.questionnaire_id)
    assert [shape_of(row) for row in draft.questions.all()] == EVERY_TYPE


def test_a_closed_cycle_asks_nothing_new(cycle, support_unit):
    draft = begin(cycle, support_unit)
    operations.close_cycle(cycle_id=cycle.pk, by=support_unit.actor, now=LATER)
    with pytest.raises(WrongState):
        operations.issue_questionnaire(**common(draft, support_unit))


def test_a_questionnaire_is_built_on_screen(cycle, support_unit, visitor):
    client = support_unit.client
    url = reverse("cycles:questionnaire", args=[cycle.pk])
    assert client.get(url).status_code == 200
    begun = client.post(url, {"audience": "", "copy_of": ""})
    draft = QuestionnaireDraft.objects.get()
    assert begun["Location"] == reverse("cycles:build", args=[cycle.pk, draft.pk])
    new = reverse("cycles:question-new", args=[cycle.pk, draft.pk])
    assert b'value="c" selected' in client.get(f"{new}?part=c").content
    table = {
        "part": "c",
        "label": "Corridors",
        "type": "table",
        "columns": "Where\n# Cost (USD)",
        "fixed_rows": "",
        "revision": "0",
    }
    assert client.post(new, table).status_code == 302
    row = draft.questions.get(key="corridors")
    assert row.columns == [
        {"key": "where", "label": "Where", "type": "text", "unit": ""},
        {"key": "cost_usd", "label": "Cost", "type": "number", "unit": "USD"},
    ]
    edit = reverse("cycles:question", args=[cycle.pk, draft.pk, "corridors"])
    assert "# Cost (USD)" in client.get(edit).content.decode()
    more = table | {"columns": "Where\n# Cost (USD)\nYear", "revision": "1"}
    assert client.post(edit, more).status_code == 302
    assert client.post(edit, table).status_code == 409
    refused = client.post(new, table | {"label": "Empty", "columns": ""})
    assert refused.status_code == 422 and "has no columns" in refused.content.decode()
    preview = client.get(reverse("cycles:preview", args=[cycle.pk, draft.pk])).content.decode()
    assert 'name="corridors.0.cost_usd"' in preview
    issue = reverse("cycles:issue", args=[cycle.pk, draft.pk])
    assert "Corridors" in client.get(issue).content.decode()
    issued = client.post(issue)
    assert issued["Location"] == reverse("cycles:asked", args=[cycle.pk, 2])
    public = visitor.client.get(issued["Location"]).content.decode()
    assert "Added" in public and "Corridors" in public
    assert Questionnaire.objects.count() == 2


def test_targets_audience_and_moves_on_screen(cycle, support_unit):
    from gfmd_platform.taxonomy.models import term_id

    draft = begin(cycle, support_unit)
    client, url = support_unit.client, reverse("cycles:build", args=[cycle.pk, draft.pk])
    target = term_id("sdg-2015", "10.7")
    assert client.post(url, {"targets_form": "yes", "targets": [str(target)]}).status_code == 302
    assert list(draft.target_rows.values_list("term_id", flat=True)) == [target]
    client.post(url, {"move": "down:b_narrative"})
    assert keys(draft) == ["b_key_message", "b_narrative"]
    sent = {"name": "Others", "kinds": ["academia"]}
    assert client.post(reverse("cycles:audience", args=[cycle.pk]), sent).status_code == 302
    assert client.post(reverse("cycles:audience", args=[cycle.pk]), sent).status_code == 422
    gone = client.post(reverse("cycles:give-up", args=[cycle.pk, draft.pk]))
    assert gone.status_code == 302 and not QuestionnaireDraft.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_building_costs_the_same_however_much_is_asked(
    cycle, support_unit, django_assert_num_queries, number
):
    draft = begin(cycle, support_unit)
    for i in range(number):
        operations.add_question(
            question=replace(NUMBER, label=f"Number {i}"), **common(draft, support_unit)
        )
    for name, queries in (("build", 9), ("preview", 9), ("issue", 10), ("questionnaire", 9)):
        args = [cycle.pk] if name == "questionnaire" else [cycle.pk, draft.pk]
        url = reverse(f"cycles:{name}", args=args)
        support_unit.client.get(url)
        with django_assert_num_queries(queries, info=name):
            assert support_unit.client.get(url).status_code == 200
