"""One history of a draft: what several people do to it in turn, each step judged at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

from commitments import operations
from commitments.models import ReportVersion, ReportVersionAnswer, Suggestion
from commitments.report_content import of_version
from gfmd_platform.access.exceptions import (
    Invalid,
    NotAllowed,
    NotVisible,
    StaleRevision,
    WrongState,
)
from gfmd_platform.cycles.models import Cycle, Question
from gfmd_platform.cycles.operations import revise_questionnaire
from gfmd_platform.cycles.queries import questionnaire_for
from gfmd_platform.interface.merging import three_way
from tests.commitments.making import NOW, an_indicator, submit

from .desk import OBSERVATION, PARTS, QUESTIONS, STATUS, Desk, Editor, FieldKey, Standing, words_of
from .desk import give as give_parts

REFUSALS = (Invalid, NotAllowed, NotVisible, StaleRevision, WrongState)
PROGRESS = ("", "under_way", "done", "dropped")
#: A step: what is done, by whom, at which field or row, and how.
Step = tuple[str, int, int, int]
#: As often as they are named here.
VERBS = (
    *("save",) * 9,
    *("look",) * 3,
    *("merge",) * 2,
    *("comment", "edit_comment"),
    *("suggest",) * 2,
    *("accept",) * 2,
    *("decline", "observe", "change_value", "remove_value"),
    *("bring_back",) * 2,
    *("bring_back_all", "ask_otherwise", "adopt", "adopt", "adopt", "copy_aside", "give"),
    *("submit", "correct", "correct", "discard"),
)


class History:
    """Plays steps on a desk. `play` raises AssertionError where a word was lost."""

    def __init__(self, desk: Desk, editors: int) -> None:
        desk.fresh()
        self.desk, self.report = desk, desk.report
        self.editors = desk.editors[:1] + desk.editors[-1:] if editors == 2 else desk.editors
        self.editors = self.editors[:editors]
        self.numbers = count(1)
        self.now = NOW
        self.accepted: list[tuple[str, str]] = []
        self.remarks: set[str] = set()
        self.proposed: set[str] = set()
        self.frozen: dict[int, str] = {}
        self.asked = 0
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.seen_now: Standing | None = None

    def play(self, steps: list[Step]) -> None:
        self.steps = steps
        self.before = Standing.of(self.report)
        for verb, who, where, how in steps:
            self.now += dt.timedelta(minutes=1)
            self.seen_now = None
            step: Callable[[Editor, int, int], None] = getattr(self, f"do_{verb}")
            try:
                step(self.editors[who % len(self.editors)], where, how)
            except REFUSALS as refusal:
                self.seen_now = None
                self.refused[verb] += 1
                after = self.standing()
                assert after == self.before, f"{verb} was refused ({refusal!r}) and changed it"
            else:
                after = self.standing()
                self.done[verb] += 1
                self.judge(after)
            self.before = after
        self.judge_all()

    def standing(self) -> Standing:
        """What the draft holds now; read once, after the step."""
        if self.seen_now is None:
            self.seen_now = Standing.of(self.report)
        return self.seen_now

    # What must hold after each accepted step

    def judge(self, after: Standing) -> None:
        before = self.before
        assert before.history.items() <= after.history.items(), "history was changed"
        for place in after.changed_since(before):
            if place not in after.fields:
                continue
            revision, said = after.fields[place]
            kept = after.history.get((*place, revision))
            assert kept is not None, f"{place} stands without its history"
            assert said.items() <= kept.items(), f"{place} says another thing than its history"
        assert before.comments.keys() <= after.comments.keys()
        assert before.earlier_comments <= after.earlier_comments
        assert before.suggestions.keys() <= after.suggestions.keys()

    def judge_all(self) -> None:
        """At the end, every accepted word is found, and versions are what was handed in."""
        end = self.before
        texts = {
            (key, text)
            for (key, _subject, _revision), said in end.history.items()
            for text in (said or {}).values()
            if isinstance(text, str)
        }
        for key, text in self.accepted:
            assert not text or (key, text) in texts, f"lost: {text!r} in {key}"
        assert self.remarks <= set(end.comments.values()) | {t for _, t in end.earlier_comments}
        assert self.proposed <= {text for _state, text in end.suggestions.values()}
        versions = list(ReportVersion.objects.filter(subject=self.report).order_by("no"))
        assert [v.no for v in versions] == sorted(self.frozen) == list(range(1, len(versions) + 1))
        for version in versions:
            assert of_version(version).hash == version.content_hash == self.frozen[version.no]
        for answer in ReportVersionAnswer.objects.filter(version__in=versions):
            assert (answer.key, answer.value) in texts

    # The steps

    def word(self) -> str:
        return f"w{next(self.numbers)}"

    def written(self, text: str, how: int) -> str:
        """What somebody makes of the text on their screen."""
        words = text.split()
        if how == 0:
            return ""
        if how == 1:
            return text
        if how == 2:
            return f"{self.word()} {self.word()} {self.word()}"
        if how == 3:
            return " ".join([self.word(), *words])
        if how == 4:
            return " ".join([*words[1:], self.word()])
        return " ".join([*words, self.word()])

    def place(self, where: int) -> FieldKey:
        fields = self.desk.hot if where < 12 else self.desk.fields
        return fields[where % len(fields)]

    def do_look(self, editor: Editor, where: int, how: int) -> None:
        place = self.place(where)
        editor.seen[place] = self.before.text(place)

    def do_save(self, editor: Editor, where: int, how: int) -> None:
        place = self.place(where)
        revision, text = editor.seen.get(place, (0, ""))
        mine = self.written(text, how)
        if place[0] == "law":
            mine = ("", "yes", "no")[how % 3]
        self.save(editor, place, mine, revision, text, how)

    def do_merge(self, editor: Editor, where: int, how: int) -> None:
        """After a refusal: both texts put together as proposed, or mine over theirs."""
        if not editor.refused:
            return
        place = list(editor.refused)[where % len(editor.refused)]
        base, mine = editor.refused[place]
        revision, theirs = self.before.text(place)
        proposal = three_way(base, mine, theirs).text if how else mine
        if how:
            added = (set(mine.split()) | set(theirs.split())) - set(base.split())
            assert added <= set(proposal.split()), "the proposal loses what somebody wrote"
        self.save(editor, place, proposal, revision, theirs, how)
        editor.refused.pop(place, None)

    def save(
        self, editor: Editor, place: FieldKey, text: str, revision: int, base: str, how: int
    ) -> None:
        key, subject = place
        common: dict[str, Any] = {
            "report_id": self.report.pk,
            "revision": revision,
            "by": editor.actor,
            "now": self.now,
        }
        try:
            if key == STATUS:
                said = PROGRESS[how % len(PROGRESS)]
                assert subject is not None
                row: Any = operations.save_status(
                    commitment_id=subject, status=said, note=text, **common
                )
                stands, saved = row.note, (STATUS, subject)
            else:
                row = operations.save_answer(key=key, subject=subject, value=text, **common)
                # What is no longer asked may go to the question that continues it.
                stands, saved = row.value, (row.key, row.subject_id)
        except StaleRevision:
            # Refused rightly: another revision stands than the one on the screen.
            assert revision != self.before.text(place)[0] or not self.is_asked(key)
            editor.refused[place] = (base, text)
            raise
        after = self.standing()
        assert self.before.drafting, "saved into what was handed in"
        assert PARTS[key] in editor.writes, f"{key} is not theirs to write"
        assert stands == text.strip() or stands == text
        assert after.changed_since(self.before) <= {saved}
        assert after.text(saved)[1] == stands
        stood = self.before.fields.get(saved, (0, {}))
        assert stood[0] == revision or stood == after.fields.get(saved), "a stale save overwrote"
        self.accepted.append((saved[0], stands))
        editor.seen[saved] = after.text(saved)

    def is_asked(self, key: str) -> bool:
        self.report.refresh_from_db(fields=["questionnaire"])
        rows = Question.objects.filter(questionnaire=self.report.questionnaire_id)
        return key == STATUS or rows.filter(key=key).exists()

    def do_comment(self, editor: Editor, where: int, how: int) -> None:
        key, subject = self.place(where)
        parent = self.nth(list(self.before.comments), where) if how > 3 else None
        body = f"{self.word()} {self.word()}"
        operations.comment(
            report_id=self.report.pk,
            section=PARTS[key],
            key=key,
            subject=subject,
            body=body,
            parent_id=parent,
            by=editor.actor,
            now=self.now,
        )
        self.remarks.add(body)

    def do_edit_comment(self, editor: Editor, where: int, how: int) -> None:
        chosen = self.nth(list(self.before.comments), where)
        if chosen is not None:
            body = self.written(self.before.comments[chosen], how)
            operations.edit_comment(
                report_id=self.report.pk,
                comment_id=chosen,
                body=body,
                by=editor.actor,
                now=self.now,
            )
            self.remarks.add(body)

    def do_suggest(self, editor: Editor, where: int, how: int) -> None:
        key, subject = self.place(where)
        base, text = editor.seen.get((key, subject), self.before.text((key, subject)))
        row = operations.suggest(
            report_id=self.report.pk,
            key=key,
            subject=subject,
            text=self.written(text, how),
            base=base,
            by=editor.actor,
            now=self.now,
        )
        self.proposed.add(row.text)

    def do_accept(self, editor: Editor, where: int, how: int) -> None:
        found = self.before.suggestions.items()
        chosen = self.nth([pk for pk, (state, _) in found if state == "open"], where)
        if chosen is None:
            return
        row = Suggestion.objects.get(pk=chosen)
        place = (row.key, row.subject)
        revision, theirs = self.before.text(place)
        base = self.before.history.get((*place, row.base))
        seen = editor.seen.get(place, (0, ""))[0] if how == 0 else revision
        operations.accept_suggestion(
            report_id=self.report.pk,
            suggestion_id=chosen,
            revision=seen,
            by=editor.actor,
            now=self.now,
        )
        assert seen == revision
        assert PARTS[row.key] in editor.writes
        after = self.standing()
        (saved,) = after.changed_since(self.before) or {place}
        stood = set(words_of(row.key, base).split())
        added = (set(row.text.split()) | set(theirs.split())) - stood
        assert added <= set(after.text(saved)[1].split()), "accepting loses what somebody wrote"
        self.accepted.append((saved[0], after.text(saved)[1]))

    def do_decline(self, editor: Editor, where: int, how: int) -> None:
        chosen = self.nth(list(self.before.suggestions), where)
        if chosen is not None:
            operations.decline_suggestion(
                report_id=self.report.pk, suggestion_id=chosen, by=editor.actor, now=self.now
            )

    def do_observe(self, editor: Editor, where: int, how: int) -> None:
        source = self.word()
        operations.add_observation(
            report_id=self.report.pk,
            term_id=an_indicator(),
            period=str(2015 + where % 8),
            value=str(how),
            unit="per cent",
            source=source,
            by=editor.actor,
            now=self.now,
        )
        assert PARTS[OBSERVATION] in editor.writes
        self.accepted.append((OBSERVATION, source))

    def do_change_value(self, editor: Editor, where: int, how: int) -> None:
        place = self.nth([p for p in self.before.fields if p[0] == OBSERVATION], where)
        if place is None:
            return
        revision, text = editor.seen.get(place, self.before.text(place))
        row = operations.save_observation(
            report_id=self.report.pk,
            observation_id=place[1],
            revision=revision,
            source=self.written(text, how)[:300],
            by=editor.actor,
            now=self.now,
        )
        self.accepted.append((OBSERVATION, row.source))
        editor.seen[place] = (row.revision, row.source)

    def do_remove_value(self, editor: Editor, where: int, how: int) -> None:
        place = self.nth([p for p in self.before.fields if p[0] == OBSERVATION], where)
        if place is None:
            return
        revision = editor.seen.get(place, self.before.text(place))[0]
        operations.remove_observation(
            report_id=self.report.pk,
            observation_id=place[1],
            revision=revision,
            by=editor.actor,
            now=self.now,
        )
        assert revision == self.before.text(place)[0], "what nobody saw was taken out"

    def do_bring_back(self, editor: Editor, where: int, how: int) -> None:
        chosen = self.nth(sorted(self.before.history, key=str), where * 7 + how)
        if chosen is None:
            return
        key, subject, revision = chosen
        last = max(r for k, s, r in self.before.history if (k, s) == (key, subject))
        operations.bring_back(
            report_id=self.report.pk,
            key=key,
            subject=subject,
            revision=revision,
            standing=last if how else 0,
            by=editor.actor,
            now=self.now,
        )
        after = self.standing()
        changed = after.changed_since(self.before)
        assert len(changed) <= 1
        for place in changed:
            assert after.text(place)[1] == words_of(key, self.before.history[chosen])

    def do_bring_back_all(self, editor: Editor, where: int, how: int) -> None:
        at = NOW + dt.timedelta(minutes=(where * 3 + how) % len(self.steps))
        operations.bring_back_all(report_id=self.report.pk, at=at, by=editor.actor, now=self.now)

    def do_ask_otherwise(self, editor: Editor, where: int, how: int) -> None:
        """The Support Unit changes the questions in mid-cycle: no draft changes by itself."""
        self.asked = (self.asked + 1) % len(QUESTIONS)
        revise_questionnaire(
            cycle_id=self.report.cycle_id,
            questions=QUESTIONS[self.asked],
            by=self.desk.support_unit.actor,
            now=self.now,
        )
        assert self.standing() == self.before

    def do_adopt(self, editor: Editor, where: int, how: int) -> None:
        cycle = Cycle.unscoped.get(pk=self.report.cycle_id)  # as it asks now
        wanted = questionnaire_for(cycle, self.report.stakeholder.kind)
        assert wanted is not None
        operations.adopt_questionnaire(
            report_id=self.report.pk, questionnaire_id=wanted, by=editor.actor, now=self.now
        )
        after = self.standing()
        assert _standing_texts(after) == _standing_texts(self.before), "an answer was dropped"

    def do_copy_aside(self, editor: Editor, where: int, how: int) -> None:
        rows = [p for p in self.before.fields if p[0] not in (STATUS, OBSERVATION)]
        source = self.nth(rows, where)
        if source is None:
            return
        to = self.place(where + how)
        row = operations.copy_aside(
            report_id=self.report.pk,
            key=source[0],
            subject=source[1],
            to=to[0],
            to_subject=to[1],
            by=editor.actor,
            now=self.now,
        )
        kept = self.before.text((row.key, row.subject_id))[1]
        assert set(kept.split()) <= set(row.value.split())
        self.accepted.append((row.key, row.value))

    def do_give(self, editor: Editor, where: int, how: int) -> None:
        """A colleague gets other parts; what they wrote stays."""
        helpers = [e for e in self.editors if e.membership]
        helper = self.nth(helpers, where)
        if helper is None or helper.membership is None:
            return
        parts = frozenset(sorted(set(PARTS.values()))[how % 3 : how % 3 + 2 + where % 3])
        give_parts(self.report, editor.actor, helper.membership, parts, now=self.now)
        helper.writes = parts
        assert self.standing() == self.before

    def do_submit(self, editor: Editor, where: int, how: int) -> None:
        version = submit(self.report, editor.someone, now=self.now)
        self.frozen.setdefault(version.no, version.content_hash)

    def do_correct(self, editor: Editor, where: int, how: int) -> None:
        operations.correct_report(report_id=self.report.pk, by=editor.actor, now=self.now)

    def do_discard(self, editor: Editor, where: int, how: int) -> None:
        operations.discard_correction(report_id=self.report.pk, by=editor.actor, now=self.now)

    def nth(self, rows: list[Any], where: int) -> Any:
        return rows[where % len(rows)] if rows else None


def _standing_texts(standing: Standing) -> Counter[str]:
    return Counter(standing.text(place)[1] for place in standing.fields) - Counter([""] * 999)
