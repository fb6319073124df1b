"""The pictures of README and docs, taken from a running demonstration."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gfmd_platform.demo.story import PASSWORD

DESKTOP = {"width": 1200, "height": 800}
PHONE = {"width": 390, "height": 780}

#: Name of the picture → who looks, at which page, on what.
PICTURES: dict[str, tuple[str, str, dict[str, int], str]] = {
    "front-page": ("", "/", DESKTOP, "light"),
    "search": ("", "/search/?q=recruitment", DESKTOP, "light"),
    "review": ("", "/reviews/", DESKTOP, "light"),
    "desk": ("amina@arvania.example", "/desk/", DESKTOP, "light"),
    "support-unit": ("elena@support.example", "/support/", DESKTOP, "light"),
    "phone-dark": ("", "/commitments/", PHONE, "dark"),
}


class Command(BaseCommand):
    help = "Takes the pictures in docs/images/ from a demonstration that runs (needs Chromium)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise CommandError("Install the development extras first: manage.py test.") from None
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is None:
            raise CommandError("Install Chromium first (Debian: apt install chromium).")
        folder = Path(settings.BASE_DIR) / "docs" / "images"
        folder.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for name, picture in PICTURES.items():
                self._take(browser, options["address"], folder / f"{name}.png", *picture)
            browser.close()

    def _take(
        self,
        browser: Any,
        address: str,
        file: Path,
        email: str,
        page_address: str,
        size: dict[str, int],
        scheme: str,
    ) -> None:
        context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB")
        page = context.new_page()
        if email:
            page.goto(f"{address}/accounts/login/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_load_state()
            if "/2fa/" in page.url:
                codes = context.new_page()
                codes.goto(f"{address}/codes/")
                code = codes.locator("tr", has_text=email).locator("strong").inner_text()
                codes.close()
                page.fill("[name=code]", code)
                page.press("[name=code]", "Enter")
                page.wait_for_load_state()
        page.goto(address + page_address)
        if page_address == "/reviews/":
            page.locator("main a[href^='/reviews/']").first.click()
            page.wait_for_load_state()
        page.screenshot(path=str(file))
        context.close()
        self.stdout.write(f"taken: {file.name}")
