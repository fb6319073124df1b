"""Forms as they are drawn."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from gfmd_platform.interface.forms import DatePartField, DayField, HintedChoice, TermsField, words
from gfmd_platform.interface.forms.dates import earliest, latest, spoken
from gfmd_platform.interface.gallery import FILLED, WRONG, GalleryForm, LongForm, terms


class Small(forms.Form):
    title = forms.CharField(label="Title", max_length=5, help_text="As you say it.")
    count = forms.IntegerField(label="Count", min_value=1, required=False)
    message = words(forms.CharField(label="Message", widget=forms.Textarea), 150)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def attributes(html: str, name: str) -> str:
    found = re.search(rf"<(?:input|textarea|select|fieldset)[^>]*name=\"{name}\"[^>]*>", html)
    assert found, name
    return found.group()


def test_the_hint_comes_before_the_control_and_is_tied_to_it() -> None:
    html = str(Small())
    assert html.index("As you say it.") < html.index('name="title"')
    assert 'aria-describedby="id_title_helptext"' in attributes(html, "title")


def test_an_error_stands_beside_its_field_and_in_the_summary() -> None:
    html = str(Small({"title": "far too long", "message": "x"}))
    assert '<a href="#id_title">Title: Shorten this to 5 characters; it has 12 now.</a>' in html
    assert 'id="id_title_error"' in html
    control = attributes(html, "title")
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'value="far too long"' in control


def test_browsers_neither_check_nor_cut() -> None:
    html = str(Small())
    assert " required" not in html
    assert "maxlength" not in html
    assert 'type="number"' not in html
    assert 'inputmode="numeric"' in attributes(html, "count")
    assert 'aria-required="true"' in attributes(html, "title")


def test_nonsense_in_a_number_comes_back_as_it_was_typed() -> None:
    html = str(Small({"title": "a", "count": "about <twelve>", "message": "x"}))
    assert 'value="about &lt;twelve&gt;"' in attributes(html, "count")
    assert "Give a number in digits, such as 12." in html


def test_only_optional_fields_are_marked() -> None:
    html = str(Small())
    assert html.count("(optional)") == 1
    assert "(optional)" in html[html.index("Count") : html.index('name="count"')]


def test_a_word_guide_is_a_guide_and_no_limit() -> None:
    html = str(Small())
    assert "About 150 words are enough." in html
    assert 'aria-describedby="id_message_words"' in attributes(html, "message")
    assert Small({"title": "a", "message": "word " * 500}).is_valid()


def test_errors_of_the_whole_form_are_in_the_summary() -> None:
    form = Small({"title": "a", "message": "x"})
    form.add_error(None, "The cycle has closed.")
    assert "<li>The cycle has closed.</li>" in str(form)


def test_a_fields_own_words_are_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "How shall we call it?"})

    assert Own({}).errors["name"] == ["How shall we call it?"]
    assert Small({}).errors["title"] == ["Fill this in."]


def test_every_error_of_the_gallery_leads_to_something_on_the_page() -> None:
    html = str(GalleryForm(WRONG))
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert len(targets) == len(GalleryForm(WRONG).errors) == 10
    for target in targets:
        assert f'id="{target}"' in html


def test_every_id_occurs_once_and_every_label_has_its_control() -> None:
    html = str(GalleryForm(WRONG))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(ids)
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


def test_a_filled_form_holds_what_was_chosen() -> None:
    html = str(GalleryForm(initial=FILLED))
    for value in ("8.8", "10.7", "10.3"):
        assert re.search(rf'<input[^>]*value="{re.escape(value)}"[^>]* checked', html)
    assert html.count(" checked") == 3 + 2 + 1 + 1  # targets, areas, visibility, consent


def test_a_menus_empty_line_says_what_it_means() -> None:
    class Menus(forms.Form):
        kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
        region = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
        own = forms.ChoiceField(choices=[("", "All"), ("a", "A")], required=False)

    html = str(Menus())
    assert "-----" not in html
    assert [html.count(words) for words in ("Choose one", ">None<", ">All<")] == [1, 1, 1]


# --- long taxonomies


def test_all_169_targets_are_grouped_counted_and_closed_until_chosen() -> None:
    html = str(LongForm(initial={"targets": ["8.8"]})["targets"])
    assert html.count('name="targets"') == 169
    assert html.count("<details") == 1 + 17  # the whole list, and its groups
    assert html.count("<details") - html.count("open>") == 17
    assert "1 of 12 chosen" in html
    assert "0 of 7 chosen" in html


def test_terms_come_back_coerced_and_unknown_ones_are_refused() -> None:
    field = TermsField(choices=lambda: [("G", [(1, "one"), (2, "two")])], coerce=int)
    assert field.clean(["2", "1"]) == [2, 1]
    with pytest.raises(forms.ValidationError):
        field.clean(["3"])
    assert TermsField(choices=[], required=False).clean([]) == []


def test_a_short_or_ungrouped_list_stands_open() -> None:
    class Short(forms.Form):
        plain = TermsField(choices=[("a", "A"), ("b", HintedChoice("B", hint="second line"))])

    html = str(Short()["plain"])
    assert "<details" not in html
    assert html.count('class="choices"') == 1
    assert "second line" in html


def test_a_long_list_is_folded_and_says_how_many_are_chosen() -> None:
    class Long(forms.Form):
        plain = TermsField(choices=[(str(n), f"Principle {n}") for n in range(8)])

    html = str(Long({"plain": ["1", "3"]})["plain"])
    assert html.count('<details class="terms__group"><summary>') == 1
    assert "2 of 8 chosen" in html


def test_choices_are_asked_for_when_the_form_is_made() -> None:
    offered = [("a", "A")]

    class Late(forms.Form):
        terms = TermsField(choices=lambda: offered)

    assert Late({"terms": ["b"]}).errors
    offered.append(("b", "B"))
    assert Late({"terms": ["b"]}).is_valid()


def test_the_gallery_is_as_long_as_the_longest_list() -> None:
    assert sum(len(choices) for _, choices in terms()) == 169


# --- dates


def date(day: str = "", month: str = "", year: str = "") -> list[str]:
    return [day, month, year]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (date(year="2026"), "2026"),
        (date(month="3", year=" 2026 "), "2026-03"),
        (date("5", "11", "2026"), "2026-11-05"),
        (date("29", "2", "2024"), "2024-02-29"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(given: list[str], meant: str) -> None:
    assert DatePartField().clean(given) == meant


@pytest.mark.parametrize(
    "given",
    [
        date("29", "2", "2026"),
        date("5", "", "2026"),
        date("", "13", "2026"),
        date("", "", "26"),
        date("", "", "next"),
        date("²", "1", "2026"),
        date("", "3", ""),
        date(),
    ],
)
def test_a_date_that_cannot_be_is_refused(given: list[str]) -> None:
    with pytest.raises(forms.ValidationError):
        DatePartField().clean(given)


def test_a_wrong_date_comes_back_as_it_was_typed() -> None:
    html = str(GalleryForm(WRONG)["since"])
    assert 'value="31"' in html
    assert re.search(r'<option value="2" selected', html)
    assert 'value="2026"' in html


def test_a_whole_day_needs_all_three_parts() -> None:
    assert DayField().clean(date("24", "11", "2026")) == dt.date(2026, 11, 24)
    assert DayField(required=False).clean(date()) is None
    for given in (date(year="2026"), date("24", "", "2026"), date()):
        with pytest.raises(forms.ValidationError):
            DayField().clean(given)


def test_a_stored_date_fills_its_parts_and_counts_as_unchanged() -> None:
    field = DatePartField()
    assert field.widget.decompress("2026-03") == ["", "3", "2026"]
    assert field.widget.decompress(dt.date(2026, 11, 24)) == ["24", "11", "2026"]
    assert not field.has_changed("2026-03", ["", "03", "2026"])
    assert field.has_changed("2026-03", ["1", "3", "2026"])


def test_a_partial_date_spans_days_and_is_spoken() -> None:
    assert (earliest("2024-02"), latest("2024-02")) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert (earliest("2026"), latest("2026")) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [spoken(d) for d in ("2026", "2026-03", "2026-03-05")] == [
        "2026",
        "March 2026",
        "5 March 2026",
    ]


def test_coarser_precision_asks_for_less() -> None:
    class Coarse(forms.Form):
        year = DatePartField(precision="year")
        month = DatePartField(precision="month")

    form = Coarse({"year_year": "2026", "month_month": "4", "month_year": "2027"})
    assert form.is_valid()
    assert form.cleaned_data == {"year": "2026", "month": "2027-04"}
    assert "year_day" not in str(form)


def test_a_form_with_a_file_is_sent_as_such() -> None:
    context = {"empty_form": GalleryForm()}
    page = render_to_string("interface/gallery/forms.html", context, RequestFactory().get("/"))
    assert 'enctype="multipart/form-data"' in page
    paper = SimpleUploadedFile("paper.pdf", b"%PDF")
    assert "paper" not in GalleryForm(WRONG, MultiValueDict({"paper": [paper]})).errors
