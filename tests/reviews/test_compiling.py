"""What a compilation counts, and that it counts the same for ever."""

from __future__ import annotations

import random

import pytest

from reviews import operations
from reviews.compiling import compute, join, measures_of, recompute
from reviews.enums import CompilationState, Part
from reviews.models import Compilation, CompilationSource

from .world import (
    NOW,
    World,
    compile_now,
    document_of,
    figures_of,
)

pytestmark = pytest.mark.django_db


def test_the_versions_that_stand_are_frozen_with_what_they_are_counted_by(world: World) -> None:
    compilation = compile_now(world.review, world.support_unit)
    counted = set(
        CompilationSource.objects.filter(compilation=compilation).values_list(
            "kind", "stakeholder_kind", "region", "visibility"
        )
    )
    assert ("report", "state", "002", "public") in counted
    assert ("report", "state", "150", "participants") in counted
    assert ("report", "civil_society", "", "public") in counted
    assert ("report", "academia", "142", "support_unit") in counted
    assert ("commitment", "state", "150", "public") in counted


def test_figures_are_bare_counts_of_the_frozen_versions(world: World) -> None:
    figures = figures_of(compile_now(world.review, world.support_unit))
    assert figures["reports"] == "4"
    assert figures["reports~kind=state"] == "2"
    assert figures["reports~region=none"] == "1"
    assert figures["commitments"] == "3"
    assert figures["commitments~status=under_way"] == "1"
    assert figures["commitments~status=changed"] == "1"
    assert figures["commitments~status=none"] == "0"
    assert figures["commitments-by-area~area=gfmd-recollection-2017:C1.1"] == "2"
    assert figures["commitments-by-target~target=sdg-2015:10.7~status=under_way"] == "1"
    assert figures["answers~part=d~voice=others"] == "1"
    assert figures["indicators~indicator=sdg-2015:10.7.1"] == "2"
    assert figures["reports-by-area~area=gfmd-recollection-2017:C2.1"] == "1"


def test_the_same_sources_give_the_same_bytes_whatever_the_order_of_the_parts(
    world: World,
) -> None:
    first = compile_now(world.review, world.support_unit)
    second = compile_now(world.review, world.support_unit)
    assert first.pk != second.pk
    assert bytes(first.document.content) == bytes(second.document.content)
    measures = measures_of(first)
    shuffled = list(Part.values)
    random.Random(7).shuffle(shuffled)
    results = {p: compute(p, compilation=first, measures=measures) for p in shuffled}
    assert join(compilation=first, measures=measures, results=results) == bytes(
        first.document.content
    )
    assert recompute(first) == bytes(first.document.content)


def test_a_second_request_joins_the_job_that_runs(world: World) -> None:
    by = world.support_unit.actor
    first = operations.request_compilation(review_id=world.review.pk, by=by, now=NOW)
    second = operations.request_compilation(review_id=world.review.pk, by=by, now=NOW)
    assert (first.joined, second.joined) == (False, True)
    assert first.compilation.pk == second.compilation.pk


def test_key_messages_are_quoted_word_for_word_and_only_with_consent(world: World) -> None:
    document = document_of(compile_now(world.review, world.support_unit))
    said = {q["text"] for q in document["parts"]["voices"]["quotations"]}
    assert said == {
        "Nurses waited eleven weeks, down from thirty.",
        "Heat drives people from the coast.",
        "العمال يدفعون رسوماً أقل.",
        "Platforms hire across borders and answer to nobody.",
    }


def test_what_is_not_public_is_counted_and_shown_nowhere_in_the_document(world: World) -> None:
    compilation = compile_now(world.review, world.support_unit)
    content = bytes(compilation.document.content).decode()
    for hidden in ("CANARY", "99.125", str(world.reports["quiet"].pk)):
        assert hidden not in content
    withheld = document_of(compilation)["parts"]["sources"]["sources"]["not_public"]
    assert withheld == [
        {"kind": "report", "number": 1, "visibility": "participants"},
        {"kind": "report", "number": 1, "visibility": "support_unit"},
    ]


def test_a_complete_compilation_is_the_one_the_manuscript_stands_on(world: World) -> None:
    compilation = compile_now(world.review, world.support_unit)
    assert compilation.state == CompilationState.COMPLETE
    assert world.review.compilation_id == compilation.pk
    assert Compilation.objects.count() == 1
