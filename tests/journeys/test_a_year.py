"""A year of the Forum as five people live it, against the running parts: with script, and without.

The steps are those of `docs/users/`; each person has a browser of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from .persons import LookingGlass, Someone, address_of, link_in
from .reviewing import (
    approves,
    asks_those_quoted,
    comments,
    compiles,
    finds_its_own,
    gives_to_friends,
    hands_over,
    has_it_checked,
    objects,
    publishes,
    reads,
    reserves,
    sends_to_the_chair,
    settles,
    writes,
)

PASSWORD = "an evening by the harbour wall"
People = Callable[[], Someone]


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def somebody(browser: Browser, base_url: str, script: bool) -> Iterator[People]:
    """A new person at a new browser, as often as it is called."""
    glass = None if script else LookingGlass(browser)
    contexts = [] if glass is None else [glass.context]

    def arrives() -> Someone:
        context = browser.new_context(java_script_enabled=script, locale="en-GB")
        contexts.append(context)
        return Someone(context, base_url, glass=glass)

    yield arrives
    for context in contexts:
        context.close()


def test_a_year_of_the_forum(somebody: People, script: bool) -> None:
    year = 2031 if script else 2032
    support = somebody()
    support.signs_in("elena@support.example")
    cycle = opens_a_cycle(support, year)
    focal_point = comes_by_nomination(somebody(), support, f"ilse{year}@estavia.example")
    submitter = applies_and_is_confirmed(somebody(), support, f"Quay Society {year}")
    sends_an_example(submitter, support, f"Evening school on quay {year}")
    commits(focal_point, f"Registered births abroad {year}")
    works_together(focal_point, submitter, f"Birth certificates at sea {year}", year)
    report = reports(focal_point, cycle, year)
    corrects(focal_point, report, year)
    review = compiles(support, cycle)
    writes(support, review)
    asks_those_quoted(support, review)
    objects(focal_point, review, year)
    gives_to_friends(support, review)
    comments(focal_point, review, year)
    reserves(focal_point)
    settles(support, review)
    sends_to_the_chair(support, review)
    approves(somebody(), review)
    publishes(support, review)
    visitor = somebody()
    reads(visitor, review, report, year)
    has_it_checked(support, review)
    hands_over(support, review)
    finds_its_own(focal_point, visitor, cycle, year)


def opens_a_cycle(support: Someone, year: int) -> str:
    """The Support Unit plans and opens a cycle; gives its address."""
    support.goes_to("/support/")
    support.follows("Plan a review cycle")
    support.fills(title=f"Annual review {year}", year=str(year), theme="Births, deaths and papers")
    support.picks(kind="hlpf")
    support.dates("opens_on", "2026-11-01")
    support.dates("asked_by", "2027-05-15")
    support.presses("Plan the cycle")
    support.follows("Open the cycle")
    support.presses("Open the cycle")
    support.sees(f"Annual review {year}")
    return address_of(support, "/support/cycles/").replace("/support", "")


def comes_by_nomination(focal_point: Someone, support: Someone, email: str) -> Someone:
    """A note verbale names a focal point, who follows the mailed link."""
    support.goes_to("/stakeholders/?q=Estavia")
    support.follows("Estavia")
    support.follows("Members")
    support.follows("Record a nomination")
    support.fills(reference="Note verbale 31/7", name="Ilse Tamura", email=email)
    support.dates("dated", "2026-11-02")
    support.presses("Record and invite")
    link = link_in(focal_point.reads_mail(email, "Estavia"))
    focal_point.goes_to(link)
    focal_point.goes_to(link)  # opening it uses nothing up
    focal_point.picks(way="password")
    focal_point.fills(password=PASSWORD)
    focal_point.presses("Accept and sign in")
    focal_point.sets_up_an_app(email)
    focal_point.sees("Estavia")
    return focal_point


def applies_and_is_confirmed(submitter: Someone, support: Someone, name: str) -> Someone:
    email = f"{re.sub(r'[^a-z0-9]', '', name.lower())}@quay.example"
    submitter.goes_to("/stakeholders/apply/")
    submitter.presses("Send me the link to confirm")
    submitter.sees("Something needs another look")
    submitter.follows("Name of the organisation")  # the summary leads to the field
    submitter.fills(name=name, applicant_name="Tomas Ferro", applicant_email=email)
    submitter.picks(kind="civil_society")
    submitter.presses("Send me the link to confirm")
    submitter.goes_to(link_in(submitter.reads_mail(email, name)))
    submitter.picks(way="password")
    submitter.fills(password=PASSWORD)
    submitter.presses("Confirm and send the application")
    support.goes_to("/support/stakeholders/")
    support.follows(name)
    support.presses("Confirm this stakeholder")
    submitter.goes_to("/desk/")
    submitter.sees(name)
    return submitter


def sends_an_example(submitter: Someone, support: Someone, title: str) -> None:
    """Sent in one sitting, changed on request, published, found."""
    submitter.goes_to("/examples/new/")
    submitter.fills(title=title, summary="Classes after the late shift, where people work.")
    submitter.picks(kind="practice", language="en")
    submitter.dates("since", "2024")
    submitter.ticks("action_areas", "Inclusion and participation")
    submitter.presses("Save and check")
    submitter.sees(title)
    submitter.presses("Submit to the Support Unit")
    submitter.sees("The Support Unit reads it next")

    support.goes_to("/moderation/")
    support.follows(title)
    support.picks(**{"results_basis-reason": "evidence"})
    support.fills(**{"results_basis-text": "Say how you know that people stay."})
    support.presses("Ask the author for these changes")

    submitter.goes_to("/desk/")
    submitter.follows(title)
    submitter.sees("Say how you know that people stay.")
    submitter.fills(results_basis="Attendance lists of three winters.")
    submitter.presses("Save and check")
    submitter.presses("Submit to the Support Unit")

    support.goes_to("/moderation/")
    support.follows(title)
    support.presses("Publish this version")

    submitter.goes_to(f"/search/?q={title.replace(' ', '+')}")
    submitter.sees(title)


def commits(focal_point: Someone, title: str) -> None:
    focal_point.goes_to("/commitments/new/")
    focal_point.fills(
        title=title,
        wording="Every birth abroad is registered within a month.",
        beneficiaries="Children born abroad",
    )
    focal_point.picks(kind="process")
    focal_point.dates("due_on", "2030")
    focal_point.ticks("action_areas", "Migrants' human rights")
    focal_point.ticks("objectives", "identity")
    focal_point.page.locator('[name$="-name"]').first.fill("Births registered in a month")
    focal_point.page.locator('[name$="-unit"]').first.fill("per cent")
    focal_point.page.locator('[name$="-baseline_value"]').first.fill("40")
    focal_point.page.locator('[name$="-target_value"]').first.fill("95")
    focal_point.presses("Save and check your answers")
    focal_point.sees(title)
    focal_point.presses("Register this commitment")
    focal_point.sees("Births registered in a month")


def works_together(focal_point: Someone, submitter: Someone, title: str, year: int) -> None:
    """A partnership whose partner accepts, with something due."""
    partner = f"Quay Society {year}"
    focal_point.goes_to("/partnerships/new/")
    focal_point.fills(title=title, summary="Births on ships are registered in the next port.")
    focal_point.picks(language="en")
    focal_point.dates("since", "2027")
    focal_point.ticks("action_areas", "Migrants' human rights")
    focal_point.presses("Save and check")
    focal_point.presses("Register and make it public")
    focal_point.follows("Partners and invitations")
    focal_point.picks_by_words("stakeholder", partner)
    focal_point.picks(role="technical")
    focal_point.presses("Send the invitation")

    submitter.goes_to("/search/?kind=partnership&q=certificates")
    submitter.sees_nothing_of(partner)
    submitter.goes_to("/desk/")
    submitter.follows(title)
    submitter.presses("Accept")

    focal_point.goes_to("/desk/")
    focal_point.goes_to(f"/search/?q={title.replace(' ', '+')}")
    focal_point.follows(title)
    focal_point.sees(partner)
    focal_point.follows("Plan a deliverable")
    focal_point.fills(title="Ten ports trained", description="A registrar in each of ten ports.")
    focal_point.picks_by_words("responsible", partner)
    focal_point.dates("due_on", "2028-06")
    focal_point.presses("Plan it")
    focal_point.sees("Ten ports trained")


def reports(focal_point: Someone, cycle: str, year: int) -> str:
    """Drafted, checked, submitted; gives the report's address."""
    focal_point.goes_to(f"{cycle}report/")
    focal_point.presses("Begin the report")
    draft = focal_point.page.url
    for part in "abcd":
        focal_point.page.wait_for_url(draft)
        focal_point.follows(f"Part {part}:")
        focal_point.fills(
            **{
                f"{part}_narrative": f"What happened in part {part}.",
                f"{part}_key_message": f"Key message {part} of {year}.",
            }
        )
        focal_point.presses("Save and return to the list")
    focal_point.follows("Where your commitments stand")
    focal_point.page.locator('input[name$="status"][value="under_way"]').last.check()
    focal_point.presses("Save and return to the list")
    focal_point.follows("Indicator values")
    focal_point.follows("Add a single value")
    focal_point.picks_by_words("indicator", "Births registered in a month")
    focal_point.fills(period="2026", value="52", source="Civil register")
    focal_point.picks(finality="final")
    focal_point.presses("Keep this value in the draft")
    focal_point.page.wait_for_url("**/draft/indicators/")
    focal_point.page.goto(draft)
    focal_point.follows("Who may read it")
    focal_point.picks(visibility="public", may_quote="yes")
    focal_point.presses("Save and return to the list")
    focal_point.follows("Check your answers")
    focal_point.sees(f"Key message c of {year}.")
    if focal_point.may_press("Keep all that is marked"):  # an earlier journey reported for them
        focal_point.presses("Keep all that is marked")
    focal_point.ticks("speaks_for", "I confirm that I speak for")
    focal_point.presses("Submit to the Support Unit")
    focal_point.sees("SHA-256")
    return draft.removeprefix(focal_point.base_url).replace("draft/", "")


def corrects(focal_point: Someone, report: str, year: int) -> None:
    focal_point.goes_to(report)
    focal_point.follows("Correct")
    focal_point.presses("Open the correction")
    focal_point.follows("Part b:")
    focal_point.fills(b_key_message=f"Corrected message b of {year}.")
    focal_point.presses("Save and return to the list")
    focal_point.follows("Check your answers")
    focal_point.ticks("speaks_for", "I confirm that I speak for")
    focal_point.presses("Submit to the Support Unit")
    focal_point.goes_to(f"{report}versions/1/")
    focal_point.sees(f"Key message b of {year}.")
    focal_point.goes_to(report)
    focal_point.sees(f"Corrected message b of {year}.")
