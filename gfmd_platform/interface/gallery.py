"""What the gallery page shows: every component with content long and short, and every form state.

The words are invented and belong to nobody; nothing here comes from a database.
"""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from .forms import DatePartField, DayField, HintedChoice, TermsField, words
from .sorting import Sort


def terms() -> list[tuple[str, list[tuple[str, HintedChoice]]]]:
    """As many choices as the longest real list: 17 groups, 169 terms."""
    sizes = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
    return [
        (
            f"Goal {goal}",
            [
                (
                    f"{goal}.{n}",
                    HintedChoice(f"{goal}.{n}", hint="What this target asks for, in a few words"),
                )
                for n in range(1, size + 1)
            ],
        )
        for goal, size in enumerate(sizes, start=1)
    ]


class GalleryForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="Title",
        max_length=60,
        help_text="As you would say it in a sentence to a colleague.",
    )
    message = words(
        forms.CharField(
            label="Key message",
            widget=forms.Textarea,
            help_text="It may be quoted with its source, if you agree to that later.",
        ),
        150,
    )
    email = forms.EmailField(label="Work e-mail", required=False)
    value = forms.DecimalField(
        label="Value", required=False, help_text="In per cent, with one decimal at most."
    )
    country = forms.ChoiceField(
        label="Country",
        choices=[("", "Choose"), ("a", "Arvenia"), ("b", "Belmora"), ("c", "Sunda Isles")],
    )
    since = DatePartField(
        label="Since when", help_text="The year is enough if you know no more.", required=False
    )
    due = DayField(label="Due on")
    visibility = forms.ChoiceField(
        label="Who may read this report",
        widget=forms.RadioSelect,
        choices=[
            ("public", HintedChoice("Everybody", hint="It is published on this platform.")),
            ("participants", HintedChoice("Participants", hint="Members who have signed in.")),
            ("unit", HintedChoice("The Support Unit only", hint="It is counted, never shown.")),
        ],
    )
    areas = forms.MultipleChoiceField(
        label="Parts of the review",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Leaving no migrant behind"), ("b", "Progress"), ("d", "Emerging issues")],
        required=False,
    )
    targets = TermsField(
        label="Targets of the 2030 Agenda",
        choices=lambda: terms()[7:10],
        help_text="Choose only what the work plainly serves; three are often enough.",
        required=False,
    )
    paper = forms.FileField(
        label="Background paper", help_text="PDF or Word, up to 10 MB.", required=False
    )
    quoted = forms.BooleanField(
        label="Passages of this report may be quoted",
        help_text="You see each quotation before it is published and can object.",
    )


class LongForm(GalleryForm):
    """With as many targets as there really are; once is enough for one page."""

    targets = TermsField(label="Targets of the 2030 Agenda", choices=terms, required=False)


class ShortForm(forms.Form):
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2}))


FILLED = {
    "title": "Recognition of nurses' qualifications between two regions",
    "message": "Nurses who moved in 2025 waited eleven weeks for recognition, down from thirty.",
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
    "title": "A title that goes on and on, far beyond what fits in a list of results",
    "message": "",
    "email": "not an address",
    "value": "about twelve",
    "country": "z",
    "since_day": "31",
    "since_month": "2",
    "since_year": "2026",
    "due_year": "2026",
    "targets": ["8.8", "99.9"],
}

COMMITMENTS = [
    ("Fair recruitment corridor for care workers", "Arvenia", "ongoing", "2027", 3),
    ("Birth registration for children born abroad", "Belmora", "fulfilled", "2025", 1),
    ("Lower cost of sending money home", "Sunda Isles, jointly", "date_changed", "2028", 12),
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
            {"label": "States", "value": 14, "href": "#figures"},
            {"label": "Civil society", "value": 9, "href": "#figures"},
            {"label": "Local authorities", "value": 3, "href": "#figures"},
            {"label": "Private sector", "value": 0},
        ],
        "cluster_bars": [
            {"label": f"Cluster {n}", "value": value, "hue": n}
            for n, value in enumerate((12, 8, 5, 9, 3, 7), start=1)
        ],
        "before": "The corridor opens in 2026 and serves nurses from two regions.",
        "after": "The corridor opens in early 2027 and serves nurses and carers from two regions.",
        "clusters": [
            (1, "Human rights and inclusion"),
            (2, "Regular pathways and decent work"),
            (3, "Cooperation and governance"),
            (4, "Contributions of migrants"),
            (5, "Drivers of migration"),
            (6, "Smuggling, trafficking and slavery"),
        ],
    }
