"""An annual review from its compilation to the hand-over, as the people around it live it: the
Support Unit writes and asks, a focal point objects, comments and reserves, the Chair approves,
everybody reads.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from gfmd_platform.cycles.models.cycles import GENEVA

from .persons import Someone, address_of

WRITTEN = "1 stakeholder reported, and corrected itself."
RESERVATION = "Estavia understands the word “birth” as its own civil code does."
ANSWER = "The corrected report is the one that is counted."
RECEIVER = "Secretariat of the High-level Political Forum"
#: Words of a download's link → how its first bytes must read.
FORMATS = {"PDF": b"%PDF", "Word": b"PK", "Excel": b"PK", "JSON": b"{"}


def compiles(support: Someone, cycle: str) -> str:
    """Compiled by the worker; gives the review's address."""
    cycle_id = cycle.rstrip("/").rsplit("/", 1)[1]
    support.goes_to("/support/")
    form = support.page.locator(f'form:has(input[value="{cycle_id}"])')
    form.get_by_role("button").click()
    support.page.wait_for_load_state()
    work = address_of(support, "/support/reviews/")
    support.presses("Compile the reports")
    support.waits_for(lambda: support.page.get_by_text("Compile again").count() > 0)
    return work.replace("/support", "")


def writes(support: Someone, review: str) -> None:
    """An introduction that refers to a figure, whose value stands in the text."""
    support.goes_to(f"/support{review}")
    support.follows("Introduction")
    support.fills(body="{{reports}} stakeholder reported, and corrected itself.")
    support.presses("Save and leave the section")
    support.follows("Read it as it stands")
    support.sees(WRITTEN)


def asks_those_quoted(support: Someone, review: str) -> None:
    support.goes_to(f"/support{review}")
    support.follows("Consultation")
    support.sees("They have not been asked yet.")
    support.dates("until", day(7))
    support.presses("Ask those who are quoted")
    support.sees("Asked on")


def objects(focal_point: Someone, review: str, year: int) -> None:
    """From the desk to how one is quoted; the key message of part d is taken out."""
    focal_point.goes_to("/desk/")
    focal_point.follows_from_desk(f"Annual review {year}", "See how you are quoted")
    focal_point.sees(f"Key message a of {year}.", f"Corrected message b of {year}.")
    passage = focal_point.page.locator("section", has_text=f"Key message d of {year}.").last
    passage.locator("summary").click()
    passage.locator("textarea").fill("It was meant for one meeting.")
    with focal_point.page.expect_navigation():
        passage.get_by_role("button", name="Leave this quotation out").click()
    focal_point.sees("You objected", "It is left out.")


def gives_to_friends(support: Someone, review: str) -> None:
    """Estavia becomes a Friend of the Forum, and the Friends are given the text."""
    support.goes_to("/support/groups/")
    seats = support.page.locator("tr", has_text="Friends of the Forum")
    if not seats.filter(has_text="Estavia").count():  # an earlier journey recorded it
        support.picks(**{"mandate-group": "friends_of_the_forum"})
        support.picks_by_words("mandate-stakeholder", "Estavia")
        support.dates("mandate-since", "2026-11-01")
        support.presses("Record the mandate")
        support.sees("The mandate is recorded.")
    support.goes_to(f"/support{review}consultation/")
    support.sees("Objections: these words are left out", "It was meant for one meeting.")
    support.picks(group="friends_of_the_forum")
    support.dates("opens_on", day(0))
    support.dates("closes_on", day(14))
    support.presses("Plan this round")
    support.sees("The round is planned.")


def comments(focal_point: Someone, review: str, year: int) -> None:
    focal_point.goes_to("/desk/")
    focal_point.follows_from_desk(f"Annual review {year}", "Read and comment")
    focal_point.sees(WRITTEN)
    focal_point.sees_nothing_of(f"Key message d of {year}.")
    focal_point.picks_by_words("place", "corrected itself")
    focal_point.fills(text="Which of the two versions is counted?")
    focal_point.presses("Send the comment")
    focal_point.sees("Your comment is with the Support Unit and the group.")


def reserves(focal_point: Someone) -> None:
    """From the text that the group was given."""
    focal_point.follows("Reservations of your delegation")
    focal_point.picks(section="introduction", language="en")
    focal_point.fills(text=RESERVATION)
    focal_point.presses("Have it printed")
    focal_point.sees(RESERVATION, "Withdraw the reservation")


def settles(support: Someone, review: str) -> None:
    """Says what became of the comment."""
    support.goes_to(f"/support{review}consultation/")
    support.sees(RESERVATION)
    support.follows("Friends of the Forum")
    support.sees("Which of the two versions is counted?")
    support.picks(outcome="taken")
    support.fills(words=ANSWER)
    support.presses("Save it")
    support.sees("Taken", ANSWER)


def sends_to_the_chair(support: Someone, review: str) -> None:
    support.goes_to(f"/support{review}")
    support.follows("Send to the Chair-in-Office")
    support.presses("Send to the Chair-in-Office")


def approves(chair: Someone, review: str) -> None:
    chair.signs_in("carla@belmora.example")
    chair.goes_to(f"{review}approval/")
    chair.sees(WRITTEN, RESERVATION)
    chair.presses("Approve this text")


def publishes(support: Someone, review: str) -> None:
    support.goes_to(f"/support{review}")
    publish = support.page.get_by_role("link", name="Publish this edition")
    support.waits_for(lambda: publish.count() > 0)
    support.follows("Publish this edition")
    support.presses("Publish this edition")


def reads(visitor: Someone, review: str, report: str, year: int) -> None:
    """From the search to the review, in every format and in two pages, and from a figure to the
    version behind it."""
    visitor.goes_to(f"/search/?q={year}")
    visitor.sees(f"Registered births abroad {year}", f"Evening school on quay {year}")
    visitor.goes_to(review)
    visitor.sees(f"Corrected message b of {year}.", WRITTEN, RESERVATION)
    visitor.sees("no consensus")
    objected = f"Key message d of {year}."
    visitor.sees_nothing_of(objected)
    for words, first in FORMATS.items():
        body = visitor.downloads(f"Download {words}")
        assert body.startswith(first), words
        assert objected.encode() not in body
    visitor.follows("In two pages")
    visitor.sees("Download the two pages")
    visitor.sees_nothing_of(objected)
    visitor.goes_to(review)
    visitor.page.locator('a[href*="/figures/"]').first.click()
    visitor.page.wait_for_load_state()
    visitor.page.locator(f'main a[href*="{report}"]').first.click()
    visitor.page.wait_for_load_state()
    visitor.sees(f"Corrected message b of {year}.")


def has_it_checked(support: Someone, review: str) -> None:
    """The worker computes everything again."""
    support.goes_to(f"/support{review}")
    support.follows("Check it against its sources")
    support.presses("Check this edition")
    support.waits_for(lambda: support.page.get_by_text("All agree").count() > 0)


def hands_over(support: Someone, review: str) -> None:
    """What was asked for, as Word, and to whom it went."""
    support.goes_to(f"/support{review}input/")
    support.sees("About this input", WRITTEN, RESERVATION)
    assert support.downloads("Download as Word").startswith(b"PK")
    support.follows("Note that it was handed over")
    support.fills(to=RECEIVER, reference="Letter 31/9")
    support.dates("on", day(0))
    support.presses("Keep it on record")
    support.sees(RECEIVER)


def finds_its_own(focal_point: Someone, visitor: Someone, cycle: str, year: int) -> None:
    """What came out of the cycle is for everybody; what a State has in it is for its people."""
    visitor.goes_to(cycle)
    visitor.sees(RECEIVER)
    visitor.sees_nothing_of("Your own figures and quotations in it")
    focal_point.goes_to(cycle)
    focal_point.follows("Your own figures and quotations in it")
    focal_point.sees("Figures in which it is counted", f"Key message a of {year}.")
    focal_point.sees_nothing_of(f"Key message d of {year}.")


def day(ahead: int) -> str:
    """So many days from today, where a new cycle has its local time."""
    return (dt.datetime.now(ZoneInfo(GENEVA)) + dt.timedelta(days=ahead)).date().isoformat()
