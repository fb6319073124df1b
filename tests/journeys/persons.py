"""Somebody at a browser: what they can do on any page, in words of the platform."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from gfmd_platform.demo.story import PASSWORD

AXE = Axe()
#: E-mail address → key of the authenticator app, and the steps whose code was given.
KEYS: dict[str, str] = {}
USED: dict[str, set[int]] = {}
AXE_OPTIONS = {"rules": {"target-size": {"enabled": True}}}


#: Where a button leads that makes another page without script: a form with its errors, answers to
#: check, the list of tasks after saving by hand, a compilation that tells its progress by itself.
WITHOUT_SCRIPT = ("/apply/", "/check/", "/draft/", "/support/reviews/*/", "/receipt/1/")


class LookingGlass:
    """Where axe looks at a page of a browser without script: axe is a script itself.

    The page is held there as it stands, without its scripts, under its own address and style.
    """

    def __init__(self, browser: Browser) -> None:
        self.seen: set[str] = set()  # kinds of pages, of all persons of a journey
        self.context = browser.new_context(locale="en-GB")
        self.page = self.context.new_page()

    def holds(self, page: Page) -> Page:
        html = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
        self.page.unroute_all()
        self.page.route(
            page.url,
            lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
        )
        self.page.goto(page.url)
        return self.page


class Someone:
    """One person with a browser of their own."""

    def __init__(
        self, context: BrowserContext, base_url: str, *, glass: LookingGlass | None = None
    ) -> None:
        """Every kind of page on the way is checked by axe, once; without script those that are
        other pages then, seen through a `glass`."""
        self.glass = glass
        self.seen: set[str] = set()
        self.context = context
        self.base_url = base_url
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)

    # --- going about

    def goes_to(self, address: str) -> None:
        answer = self.page.goto(self.base_url + address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        self._arrives()

    def follows(self, words: str) -> None:
        """Follow the first link with these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()
        self._arrives()

    def follows_from_desk(self, title: str, words: str) -> None:
        """Follow the link with these words that stands beside a title on the desk."""
        with self.page.expect_navigation():
            link = self.page.get_by_role("link", name=words).filter(has_text=title)
            link.first.click()
        self._arrives()

    def presses(self, words: str) -> None:
        """Press the button with these words, and wait for the page that comes of it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        self._arrives(pressed=True)

    def may_press(self, words: str) -> bool:
        return self.page.get_by_role("button", name=words).count() > 0

    def _arrives(self, *, pressed: bool = False) -> None:
        self.page.wait_for_load_state()
        seen = self.glass.seen if self.glass else self.seen
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\?.*", "*", self.page.url)
        due = self.glass is None or (pressed and kind.endswith(WITHOUT_SCRIPT))
        if due and kind not in seen:
            seen.add(kind)
            self.finds_the_page_accessible()

    def signs_in(self, email: str, password: str = PASSWORD) -> None:
        """With the password and, where one is asked for, the code of the person's app."""
        self.goes_to("/accounts/login/")
        self.fills(login=email, password=password)
        self.presses("Sign in")
        if "/2fa/authenticate/" in self.page.url:
            if email not in KEYS:
                self._looks_up_keys()
            self.fills(code=self._next_code(email))
            self.presses("Sign in")
        self.sees("Your desk")

    def sets_up_an_app(self, email: str) -> None:
        """From the page that asks for a second factor: an authenticator app, then the recovery
        codes, then onward."""
        self.sees("A second factor for your account")
        self.follows("Set up an app")
        KEYS[email] = self.page.locator(".copyable code").inner_text()
        self.fills(code=self._next_code(email))
        self.presses("Use this app from now on")
        self.sees("Recovery codes")
        self.follows("I have kept them: go on")

    def _looks_up_keys(self) -> None:
        """The keys of the invented people, as the demonstration shows them to everybody."""
        page = self.context.new_page()
        page.goto(f"{self.base_url}/codes/")
        for row in page.locator("tbody tr").all():
            KEYS[row.locator("td").first.inner_text()] = row.locator("code").inner_text()
        page.close()

    def _next_code(self, email: str) -> str:
        """A code that counts now and was not used: each counts once, and those just before and
        after count too."""
        while True:
            now = int(time.time()) // 30
            free = [n for n in (now, now - 1, now + 1) if n not in USED.setdefault(email, set())]
            if free:
                USED[email].add(free[0])
                return str(format_hotp_value(hotp_value(KEYS[email], free[0])))
            self.page.wait_for_timeout(1000)

    # --- writing

    def fills(self, **values: str) -> None:
        """Write into fields by their names."""
        for name, value in values.items():
            field = self._field(name)
            self._open(field)
            field.fill(value)

    def picks(self, **values: str) -> None:
        """Choose from radio buttons or a list, by the value of the choice."""
        for name, value in values.items():
            radio = self.page.locator(f'input[type=radio][name="{name}"][value="{value}"]')
            if radio.count():
                self._open(radio)
                radio.check()
            else:
                field = self.page.locator(f'select[name="{name}"]')
                self._open(field)
                field.select_option(value)

    def picks_by_words(self, name: str, words: str) -> None:
        """Choose by what the choice says, from radio buttons or a list."""
        radio = self.page.locator(f'label.choice:has(input[type=radio][name="{name}"])')
        if radio.count():
            radio.filter(has_text=words).first.click()
            return
        field = self.page.locator(f'select[name="{name}"]')
        value = field.locator("option", has_text=words).first.get_attribute("value")
        field.select_option(value)

    def ticks(self, name: str, words: str) -> None:
        """Tick the box with these words; long lists are opened first, as a reader would."""
        boxes = self.page.locator(f'label.choice:has(input[name="{name}"])')
        box = boxes.filter(has_text=words).first
        self._open(box)
        box.click()

    def dates(self, name: str, value: str) -> None:
        """Write a date as far as it is known: "2027", "2027-03" or "2027-03-31"."""
        parts = dict(zip(("year", "month", "day"), value.split("-"), strict=False))
        for part, digits in parts.items():
            field = self.page.locator(f'[name="{name}_{part}"]')
            self._open(field)
            number = digits.lstrip("0")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(number)
            else:
                field.fill(number)

    def _field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]:not([type=hidden])').first

    def _open(self, inner: Locator) -> None:
        for details in reversed(inner.locator("xpath=ancestor::details").all()):
            if details.get_attribute("open") is None:
                details.locator("> summary").click()

    # --- reading

    def sees(self, *words: str) -> None:
        for text in words:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_nothing_of(self, words: str) -> None:
        assert words not in self.page.content()

    def downloads(self, words: str) -> bytes:
        """What the first link with these words leads to."""
        href = self.page.get_by_role("link", name=words).first.get_attribute("href")
        answer = self.context.request.get(self.base_url + str(href))
        assert answer.ok, f"{href}: {answer.status}"
        return answer.body()

    def reads_mail(self, to: str, words: str) -> str:
        """Open the newest mail to an address on the demonstration's mail page; gives its text."""
        row = self.page.locator("tr").filter(has_text=to).filter(has_text=words)
        self.goes_to("/mail/")
        self.waits_for(lambda: row.count() > 0)
        row.first.get_by_role("link").click()
        self.page.wait_for_load_state()
        return self.page.locator("main").inner_text()

    def finds_the_page_accessible(self) -> None:
        """axe, with the size of targets, finds nothing on this page."""
        found = AXE.run(
            self.glass.holds(self.page) if self.glass else self.page, options=AXE_OPTIONS
        )
        faults = [
            f"{v['id']}: {node['html'][:160]}"
            for v in found.response["violations"]
            for node in v["nodes"]
        ]
        assert faults == [], f"{self.page.url}\n" + "\n".join(faults)

    def waits_for(self, condition: Callable[[], bool], *, rounds: int = 60) -> None:
        """Look again until a page says so (work in the background); no more often than a person."""
        for _ in range(rounds):
            if condition():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"{self.page.url} did not come so far")


def link_in(mail: str) -> str:
    """The path of the one link of a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail)
    assert found is not None, mail
    return found[1].rstrip(".")


def address_of(person: Someone, under: str) -> str:
    """The address of the record a page is about, found in where the person stands."""
    found = re.search(rf"{under}[0-9a-f-]{{36}}/", person.page.url)
    assert found is not None, person.page.url
    return found[0]
