"""What the search reads: one document for each ticket, and the words that occur in them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

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
