"""The index: one row a public record, the counts kept ready, and the words for “did you mean”."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """What is public of a record, as of now. Written by `operations.index` and nothing else.

    `places` are the countries with the regions they lie in, `terms` the record's terms with those
    above them, so that a filter asks for one value and gets all that is below it. `counted` says
    the same once more in small numbers (`SearchValue`): counting thousands of entries reads nothing
    else, and what is wide lies apart from it (see the first migration).
    """

    record_id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    title = models.TextField()
    title_key = models.TextField(help_text="The title as it is sorted.")
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    config = models.CharField(max_length=12, help_text="Which grammar its words are read with.")
    url = models.TextField()
    names = ArrayField(models.TextField())
    countries = ArrayField(models.TextField())
    places = ArrayField(models.TextField())
    terms = ArrayField(models.UUIDField())
    stakeholders = ArrayField(models.UUIDField())
    stakeholder_kinds = ArrayField(models.TextField())
    counted = ArrayField(models.IntegerField())
    tsv = SearchVectorField()
    published_at = models.DateTimeField()
    sort_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["tsv"], name="search_tsv", fastupdate=False),
            GinIndex(fields=["terms"], name="search_terms", fastupdate=False),
            GinIndex(fields=["places"], name="search_places", fastupdate=False),
            GinIndex(fields=["stakeholders"], name="search_stakeholders", fastupdate=False),
            GinIndex(fields=["stakeholder_kinds"], name="search_stake_kinds", fastupdate=False),
            models.Index(fields=["-sort_at", "record_id"], name="search_newest"),
            models.Index(fields=["kind", "-sort_at", "record_id"], name="search_kind_newest"),
            models.Index(fields=["title_key", "record_id"], name="search_title"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchValue(models.Model):
    """A value that is counted, with the number that stands for it. Never changed or removed."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], name="search_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}"


class SearchTally(models.Model):
    """How many entries of a kind have a value: the sum of `n` over the rows that are there.

    Rows are only added (and now and then summed up), in the transaction that changes the entry. So
    the counts are exact for everybody, and nobody who publishes waits for anybody else.
    """

    kind = models.TextField()
    value = models.ForeignKey(SearchValue, on_delete=models.PROTECT, related_name="+")
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.value_id}: {self.n}"


class SearchWord(models.Model):
    """A word that stood in a public text. Offered only while an entry still holds it."""

    word = models.CharField(primary_key=True, max_length=40)

    class Meta:
        indexes = [GinIndex(fields=["word"], name="search_word_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
