"""What the gallery page shows: every component with content long and short, and every form state.

The words are invented and belong to nobody; nothing here comes from a database.
"""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .forms import DatePartField, DayField, HintedChoice, TermsField, words
from .sorting import Sort


def terms() -> list[tuple[str, list[tuple[str, HintedChoice]]]]:
    """As many choices as the longest real list: 17 groups, 169 terms."""
    sizes = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
    return [
        (
            str(format_lazy(_("Goal {number}"), number=goal)),
            [
                (
                    f"{goal}.{n}",
                    HintedChoice(
                        f"{goal}.{n}", hint=_("What this target asks for, in a few words")
                    ),
                )
                for n in range(1, size + 1)
            ],
        )
        for goal, size in enumerate(sizes, start=1)
    ]


class GalleryForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        help_text=_("As you would say it in a sentence to a colleague."),
    )
    message = words(
        forms.CharField(
            label=_("Key message"),
            widget=forms.Textarea,
            help_text=_("It may be quoted with its source, if you agree to that later."),
        ),
        150,
    )
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    value = forms.DecimalField(
        label=_("Value"), required=False, help_text=_("In per cent, with one decimal at most.")
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[
            ("", _("Choose")),
            ("a", _("Arvenia")),
            ("b", _("Belmora")),
            ("c", _("Sunda Isles")),
        ],
    )
    since = DatePartField(
        label=_("Since when"),
        help_text=_("The year is enough if you know no more."),
        required=False,
    )
    due = DayField(label=_("Due on"))
    visibility = forms.ChoiceField(
        label=_("Who may read this report"),
        widget=forms.RadioSelect,
        choices=lambda: [
            ("public", HintedChoice(_("Everybody"), hint=_("It is published on this platform."))),
            (
                "participants",
                HintedChoice(_("Participants"), hint=_("Members who have signed in.")),
            ),
            (
                "unit",
                HintedChoice(_("The Support Unit only"), hint=_("It is counted, never shown.")),
            ),
        ],
    )
    areas = forms.MultipleChoiceField(
        label=_("Parts of the review"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("a", _("Leaving no migrant behind")),
            ("b", _("Progress")),
            ("d", _("Emerging issues")),
        ],
        required=False,
    )
    targets = TermsField(
        label=_("Targets of the 2030 Agenda"),
        choices=lambda: terms()[7:10],
        help_text=_("Choose only what the work plainly serves; three are often enough."),
        required=False,
    )
    paper = forms.FileField(
        label=_("Background paper"), help_text=_("PDF or Word, up to 10 MB."), required=False
    )
    quoted = forms.BooleanField(
        label=_("Passages of this report may be quoted"),
        help_text=_("You see each quotation before it is published and can object."),
    )


class LongForm(GalleryForm):
    """With as many targets as there really are; once is enough for one page."""

    targets = TermsField(label=_("Targets of the 2030 Agenda"), choices=terms, required=False)


class ShortForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


FILLED = {
    "title": _("Recognition of nurses' qualifications between two regions"),
    "message": _("Nurses who moved in 2025 waited eleven weeks for recognition, down from thirty."),
    "email": "focal.point@arvenia.example",
    "value": "12.5",
    "country": "a",
    "since": "2024-03",
    "due": "2026-11-30",
    "visibility": "participants",
    "areas": ["a", "d"],
    "targets": ["8.8", "10.7", "10.3"],
    "quoted": True,
}

WRONG = {
    "title": _("A title that goes on and on, far beyond what fits in a list of results"),
    "message": "",
    "email": _("not an address"),
    "value": _("about twelve"),
    "country": "z",
    "since_day": "31",
    "since_month": "2",
    "since_year": "2026",
    "due_year": "2026",
    "targets": ["8.8", "99.9"],
}

COMMITMENTS = [
    (_("Fair recruitment corridor for care workers"), _("Arvenia"), "ongoing", "2027", 3),
    (_("Birth registration for children born abroad"), _("Belmora"), "fulfilled", "2025", 1),
    (_("Lower cost of sending money home"), _("Sunda Isles, jointly"), "date_changed", "2028", 12),
]


def context(request: HttpRequest) -> dict[str, Any]:
    return {
        "empty_form": GalleryForm(prefix="empty"),
        "filled_form": LongForm(prefix="filled", initial=FILLED),
        "wrong_form": GalleryForm(WRONG),
        "short_form": ShortForm({}, prefix="short"),
        "sort": Sort.of(
            request.GET,
            allowed={"title": "title", "due": "due", "partners": "partners"},
            default="title",
        ),
        "rows": COMMITMENTS,
        "many": Paginator(range(1, 421), 20).get_page(request.GET.get("page", 7)),
        "statuses": [
            "draft",
            "in_preparation",
            "submitted",
            "change_requested",
            "published",
            "accepted",
            "declined",
            "unconfirmed",
            "date_changed",
            "withdrawn",
        ],
        "bars": [
            {"label": _("States"), "value": 14, "href": "#figures"},
            {"label": _("Civil society"), "value": 9, "href": "#figures"},
            {"label": _("Local authorities"), "value": 3, "href": "#figures"},
            {"label": _("Private sector"), "value": 0},
        ],
        "cluster_bars": [
            {"label": format_lazy(_("Cluster {number}"), number=n), "value": value, "hue": n}
            for n, value in enumerate((12, 8, 5, 9, 3, 7), start=1)
        ],
        "before": _("The corridor opens in 2026 and serves nurses from two regions."),
        "after": _(
            "The corridor opens in early 2027 and serves nurses and carers from two regions."
        ),
        "clusters": [
            (1, _("Human rights and inclusion")),
            (2, _("Regular pathways and decent work")),
            (3, _("Cooperation and governance")),
            (4, _("Contributions of migrants")),
            (5, _("Drivers of migration")),
            (6, _("Smuggling, trafficking and slavery")),
        ],
    }
