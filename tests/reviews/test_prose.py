"""The small Markdown of the manuscript: figures by reference, notes, and paragraphs that can be
pointed at."""

from __future__ import annotations

from reviews import prose

BODY = """# Who took part

In all **{{reports}}** reported[^who], see [the Forum](https://un.org).

- first
- second: {{ reports~kind=state }}[^who]

Same words.

Same words.

[^who]: Of {{stakeholders}} that take part,
  counted once.
"""
FIGURES = {"reports": "12", "reports~kind=state": "7", "stakeholders": "1 < 2"}


def test_figures_are_looked_up_when_a_text_is_shown() -> None:
    shown = prose.html(BODY, section="a", figures=FIGURES, figures_at="/f/")
    assert '<a class="prose-figure" href="/f/reports/" rel="noopener noreferrer">12</a>' in shown
    assert "1 &lt; 2" in shown
    moved = prose.html(BODY, section="a", figures=FIGURES | {"reports": "13"}, figures_at="/f/")
    assert moved == shown.replace(">12<", ">13<")
    assert prose.figure_keys(BODY) == ["reports", "reports~kind=state", "stakeholders"]
    runs = [run for block in prose.blocks(BODY, FIGURES) for run in block["runs"]]
    said = {run["figure"]: run["text"] for run in runs if "figure" in run}
    assert said == FIGURES
    assert "In all 12 reported, see the Forum." in prose.plain(BODY, FIGURES)


def test_notes_are_numbered_where_they_first_stand_and_lead_back() -> None:
    body = "One[^b] two[^a] three[^b].\n\n[^a]: Alpha\n[^b]: Beta"
    shown = prose.html(body, section="c")
    assert shown.index('id="r-c-1"') < shown.index('id="r-c-2"')
    assert shown.count('id="r-c-1"') == 1, "the second mark of a note has no id of its own"
    assert '<li id="n-c-1">Beta' in shown
    assert '<li id="n-c-2">Alpha' in shown
    notes = [block for block in prose.blocks(body) if block["type"] == "note"]
    assert [(n["number"], n["runs"][0]["text"]) for n in notes] == [(1, "Beta"), (2, "Alpha")]
    assert [r["note"] for r in prose.blocks(body)[0]["runs"] if "note" in r] == [1, 2, 1]


def test_a_paragraph_keeps_its_key_when_others_change_or_it_moves() -> None:
    keys = {p.text: p.key for p in prose.paragraphs(BODY)}
    same = [p.key for p in prose.paragraphs(BODY) if p.text == "Same words."]
    assert same == [same[0], f"{same[0]}-2"]
    shown = prose.html(BODY, section="a", figures=FIGURES)
    for paragraph in prose.paragraphs(BODY):
        assert shown.count(f'id="p-a-{paragraph.key}"') == 1
    edited = prose.paragraphs("New first.\n\n" + BODY.replace("**", "*").replace("second", "2nd"))
    after = {p.text: p.key for p in edited}
    lead = "In all {{reports}} reported, see the Forum."
    assert after[lead] == keys[lead]
    assert after["first"] == keys["first"]
    assert "second: {{reports~kind=state}}" not in after


def test_what_leads_nowhere_is_told_with_its_place() -> None:
    assert prose.problems(BODY, FIGURES) == []
    wrong = "# On {{no-such}}\n\nSo {{reports}} said[^x], {{typo}}.\n\n[^y]: Alone"
    found = [str(problem) for problem in prose.problems(wrong, FIGURES)]
    assert found == [
        "The note “x” has no text. (So {{reports}} said, {{typo}}.)",
        "There is no figure “typo”. (So {{reports}} said, {{typo}}.)",
        "There is no figure “no-such”. (On {{no-such}})",
        "The note “y” stands nowhere in the text.",
    ]
    assert "<mark>{{typo}}</mark>" in prose.html(wrong, figures=FIGURES)


def test_nothing_typed_becomes_markup_of_the_page() -> None:
    hostile = (
        "{{<script>alert(1)</script>}} {{a\"onclick='x}} [^<b>] `{{reports}}` \\{{reports}}\n\n"
        '<p id="p-a-00000000">forged</p>\n\n[x](http://[bad) [y](java\tscript:alert(1))'
    )
    shown = prose.html(hostile, section="a", figures=FIGURES, figures_at="/f/")
    assert "<script" not in shown
    assert "onclick='x\"" not in shown
    assert '<p id="p-a-00000000">' not in shown
    assert 'href="java' not in shown
    assert "<b>" not in shown
