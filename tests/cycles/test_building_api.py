"""What the builder's pages do, the API does; and kinds can be asked the main questions again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gfmd_platform.access.exceptions import NotVisible
from gfmd_platform.cycles import operations
from gfmd_platform.cycles.models import CycleAudience, Questionnaire, QuestionnaireDraft
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.stakeholders.enums import StakeholderKind
from tests.commitments.making import LATER, NOW, make_cycle

pytestmark = pytest.mark.django_db

QUESTION = {"part": "b", "type": "number", "label": "How many permits?", "unit": "permits"}


@pytest.fixture
def cycle(support_unit):
    return make_cycle(support_unit)


@pytest.fixture
def audience(cycle, support_unit) -> CycleAudience:
    return operations.save_audience(
        cycle_id=cycle.pk,
        name="Academia",
        kinds=[StakeholderKind.ACADEMIA],
        by=support_unit.actor,
        now=NOW,
    )


def test_a_questionnaire_is_built_and_issued_over_the_api(cycle, support_unit, focal_point):
    api = support_unit.api
    base = f"/api/v1/cycles/{cycle.pk}/question-drafts/"
    begun = api.post(base, {}, format="json")
    assert begun.status_code == 201
    draft = f"{base}{begun.json()['id']}/"
    assert [row["id"] for row in api.get(base).json()] == [begun.json()["id"]]
    assert focal_point.api.get(draft).status_code == 403
    assert [q["key"] for q in api.get(draft).json()["questions"]][:2] == [
        "a_narrative",
        "a_key_message",
    ]
    added = api.post(f"{draft}questions/", QUESTION, format="json")
    assert (added.status_code, added.json()["key"]) == (201, "how_many_permits")
    one = f"{draft}questions/how_many_permits/"
    changed = QUESTION | {"label": "How many permits were given?", "revision": 1}
    assert api.put(one, changed, format="json").json()["revision"] == 2
    stale = api.put(one, changed | {"label": "Other"}, format="json")
    assert stale.status_code == 409
    assert stale.json()["theirs"]["label"] == "How many permits were given?"
    moved = api.post(f"{one}move/", {"up": True}, format="json").json()
    assert [q["key"] for q in moved["questions"] if q["part"] == "b"][1] == "how_many_permits"
    assert moved["changes"][0]["kind"] == "added"
    wrong = api.post(f"{draft}questions/", QUESTION | {"type": "choice"}, format="json")
    assert wrong.status_code == 422 or wrong.status_code == 400
    targets = api.put(f"{draft}targets/", {"targets": ["sdg-2015:10.7"]}, format="json")
    assert targets.json()["targets"] == ["sdg-2015:10.7"]
    gone = api.delete(f"{draft}questions/d_key_message/", {"revision": 1}, format="json")
    assert gone.status_code == 204
    assert api.post(f"{draft}issue/").json()["no"] == 2
    issued = Questionnaire.objects.get(cycle=cycle, no=2)
    keys = set(issued.questions.values_list("key", flat=True))
    assert "how_many_permits" in keys and "d_key_message" not in keys
    assert api.get(draft).status_code == 404
    again = api.post(base, {}, format="json").json()["id"]
    assert api.delete(f"{base}{again}/").status_code == 204
    assert not QuestionnaireDraft.objects.exists()


def test_kinds_with_questions_of_their_own_can_be_asked_the_main_ones_again(
    cycle, audience, support_unit, focal_point
):
    kind = StakeholderKind.ACADEMIA
    draft = operations.begin_draft(
        cycle_id=cycle.pk, audience_id=audience.pk, by=support_unit.actor, now=NOW
    )
    issued = operations.issue_questionnaire(draft_id=draft.pk, by=support_unit.actor, now=NOW)
    assert questionnaire_for(cycle, kind) == issued.pk
    address = reverse("cycles:audience-remove", args=[cycle.pk, audience.pk])
    assert focal_point.client.post(address).status_code == 403
    assert "Academia" in support_unit.client.get(address).content.decode()
    assert support_unit.client.post(address).status_code == 302
    assert questionnaire_for(cycle, kind) == cycle.questionnaire_id
    issued.refresh_from_db()
    assert issued.audience.name == "Academia"  # what was issued keeps whom it was asked of
    page = support_unit.client.get(reverse("cycles:questionnaire", args=[cycle.pk]))
    assert "main questions again" not in page.content.decode()
    assert support_unit.client.get(address).status_code == 404
    with pytest.raises(NotVisible):
        operations.begin_draft(
            cycle_id=cycle.pk, audience_id=audience.pk, by=support_unit.actor, now=LATER
        )
    same = {"name": "Academia", "kinds": [kind]}  # the name is free again
    made = support_unit.api.post(f"/api/v1/cycles/{cycle.pk}/audiences/", same, format="json")
    one = f"/api/v1/cycles/{cycle.pk}/audiences/{made.json()['id']}/"
    assert focal_point.api.delete(one).status_code == 403
    assert support_unit.api.delete(one).status_code == 204
    assert not CycleAudience.objects.filter(ended_at=None).exists()
