"""The desk's own fields: what it wants to know of tickets besides what every ticket has, and the values.

A field is a row, and all values of a ticket are one: a new field changes no table. The values stand beside the ticket
and not on it, so that lists do not carry them and a ticket that changes does not touch their index.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from derman.catalogue.fields import CHOOSING, Choice, FormField, Type
from derman.kernel.texts import in_language


class Required(models.TextChoices):
    """When a field must be filled in; what is needed to open a ticket is needed to resolve one that came otherwise."""

    OPENING = "opening"
    RESOLVING = "resolving"


class OwnField(models.Model):
    """One field: what it is called, what may stand in it, and on which tickets it counts (an empty list: on all)."""

    key = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=12)  # a catalogue.fields.Type, except a file
    labels = models.JSONField(default=dict)  # {"en": "Cost centre", "tr": "Masraf merkezi"}; at least one
    choices: Any = models.JSONField(default=list)  # [{"key", "labels"}]
    former: Any = models.JSONField(default=list)  # choices that are no longer offered, so that values stay readable
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    categories = ArrayField(models.BigIntegerField(), default=list, blank=True)
    teams = ArrayField(models.BigIntegerField(), default=list, blank=True)
    required = models.CharField(max_length=10, choices=Required, blank=True, default="", db_default="")
    visible = models.BooleanField(default=False, db_default=False)  # to the requester, in the portal
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)  # False: no longer asked; what was given stays

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is called in the reader's language, or in any it has."""
        return in_language(self.labels)

    @property
    def chooses(self) -> bool:
        return self.type in CHOOSING

    def as_question(self, *, former: bool = False) -> FormField:
        """As the forms of services ask and check it. `former`: with the choices that are no longer offered."""
        offered = [*self.choices, *(self.former if former else [])]
        choices = tuple(Choice(one["key"], one["labels"]) for one in offered)
        return FormField(key=self.key, type=Type(self.type), labels=self.labels, choices=choices)

    def told(self, value: Any) -> dict[str, Any]:
        """A value with the words it had, for `catalogue.answering.words_of`: as it reads when the field is another."""
        kept: dict[str, Any] = {"key": self.key, "type": self.type, "labels": self.labels, "value": value}
        if self.chooses:  # without making a question of it: pages with fifty fields ask this fifty times
            chosen = value if isinstance(value, list) else [value]
            kept["chosen"] = [one["labels"] for one in [*self.choices, *self.former] if one["key"] in chosen]
        return kept

    def counts_on(self, kind: str, team: int | None, categories: frozenset[int]) -> bool:
        """Is it asked on such a ticket? `categories`: its category and those above it."""
        return (
            self.active
            and (not self.kinds or kind in self.kinds)
            and (not self.teams or team in self.teams)
            and (not self.categories or not categories.isdisjoint(self.categories))
        )


class OwnValues(models.Model):
    """What stands in a ticket's own fields, by their keys; a field without a value is not in it."""

    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="own")
    values: Any = models.JSONField(default=dict)

    class Meta:
        indexes = [GinIndex(fields=["values"], opclasses=["jsonb_path_ops"], name="own_values_found")]
