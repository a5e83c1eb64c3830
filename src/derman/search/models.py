"""What the search reads: a document for each ticket, entries with their postings for the library, and words."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from derman.kernel import clock
from derman.tickets.models import Ticket


class Document(models.Model):
    """The words of one ticket. Each lexeme says where it occurs by its weight, never how often.

    A: subject; B: requester; D: public messages; C: internal notes, which a requester's search leaves out.
    Lexemes like `~10.9` are the ticket's eras (see search.documents.ERAS).
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        # without fastupdate: a search must not wade through a list of pending entries
        indexes = [GinIndex(fields=["words"], fastupdate=False, name="document_words")]


class Word(models.Model):
    """A folded word that occurs in some ticket, for completing and for mending what is typed."""

    word = models.CharField(max_length=40, primary_key=True, db_collation="C")
    tickets = models.PositiveIntegerField(default=1)  # in about how many

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="word_alike")]


class Entry(models.Model):
    """A page of the library as it is searched: an article, a guided fix or a service, in one language.

    It is written anew, under a new key, whenever its words change, so that a higher key is fresher.
    """

    kind = models.CharField(max_length=16)
    of = models.BigIntegerField()  # the key of what it is an entry of: an article's translation, a runbook, a service
    lang = models.CharField(max_length=8)
    title = models.TextField()
    body = models.TextField()  # plain
    audience = ArrayField(models.CharField(max_length=32))  # keys, see search.library.audience
    length = models.PositiveSmallIntegerField()  # words
    helpful = models.FloatField(default=0.0)  # what readers said, from -1 to 1
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "of", "lang"], name="entry_once_a_language")]

    def __str__(self) -> str:
        return self.title


class Posting(models.Model):
    """The entries of one chunk of keys in which a lexeme occurs, each packed into one number with how often.

    Chunk and numbers: see search.library.packing.
    """

    pk = models.CompositePrimaryKey("lexeme", "chunk")
    lexeme = models.CharField(max_length=40, db_collation="C")
    chunk = models.IntegerField()
    entries = models.IntegerField()  # how many
    packed = ArrayField(models.IntegerField())


class Chunk(models.Model):
    """How many entries a chunk of keys has, and how many words they have together."""

    chunk = models.IntegerField(primary_key=True)
    entries = models.IntegerField()
    words = models.BigIntegerField()


class EntryWord(models.Model):
    """A folded word that occurs, or occurred, in some entry: for completing and mending what is typed."""

    word = models.CharField(max_length=40, primary_key=True, db_collation="C")

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="entry_word_alike")]


class Synonyms(models.Model):
    """Words of the trade that mean the same here, divided by commas: whoever types one finds the others."""

    words = models.CharField(max_length=400)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["changed_at"], name="synonyms_changed")]

    def __str__(self) -> str:
        return self.words
