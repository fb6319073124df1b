"""The page of sent mail: for testers of a demonstration, and for nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gfmd_platform.ids import new_id
from gfmd_platform.notifications.operations import send_due

from .conftest import NOW


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "gfmd_platform.notifications.backends.MailFolder"
    settings.EMAIL_FILE_PATH = tmp_path


def test_outside_a_demonstration_there_is_no_such_page(client: Client, queue: Any) -> None:
    mail = queue()
    for address in (reverse("mail-list"), reverse("mail-detail", args=[mail.pk])):
        assert client.get(address).status_code == 404


def test_a_tester_finds_the_link_of_a_secret_mail_that_was_sent(
    client: Client, queue: Any, demo: None
) -> None:
    mail = queue(secret=True)
    send_due(now=NOW)
    page = client.get(reverse("mail-list")).content.decode()
    assert mail.subject in page
    assert reverse("mail-detail", args=[mail.pk]) in page
    letter = client.get(reverse("mail-detail", args=[mail.pk])).content.decode()
    assert 'href="https://partnerships.example/desk/"' in letter


def test_a_secret_text_that_is_kept_nowhere_is_said_to_be_gone(
    client: Client, queue: Any, demo: None, tmp_path: Path
) -> None:
    mail = queue(secret=True)
    send_due(now=NOW)
    (tmp_path / f"{mail.pk}.eml").unlink()
    assert (
        "was not kept here" in client.get(reverse("mail-detail", args=[mail.pk])).content.decode()
    )


def test_hostile_names_are_shown_as_text(client: Client, queue: Any, demo: None) -> None:
    mail = queue(context={"who": "<script>x</script>", "title": "t", "link": "/"})
    for address in (reverse("mail-list"), reverse("mail-detail", args=[mail.pk])):
        assert "<script>x" not in client.get(address).content.decode()


def test_the_list_says_so_when_empty_and_unknown_mail_is_not_found(
    client: Client, db: None, demo: None
) -> None:
    assert "No mail has been written yet." in client.get(reverse("mail-list")).content.decode()
    assert client.get(reverse("mail-detail", args=[new_id()])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    count: int, client: Client, queue: Any, demo: None, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        queue(key=f"asked:{n}")
    with django_assert_num_queries(2):
        client.get(reverse("mail-list"))
