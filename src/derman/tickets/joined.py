"""Tickets that belong together, and how."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from derman.kernel import clock


class Link(models.Model):
    """Two tickets that belong together: `ticket` is … of `other`."""

    class LinkKind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up")  # `ticket` carries on what `other` was about
        MENTIONED = "mentioned", _("Mentioned")  # a stranger named `other`'s number; an agent judges
        RELATED = "related", _("Related")
        DUPLICATE = "duplicate", _("Duplicate")  # `ticket` says the same as `other`
        CAUSED_BY = "caused_by", _("Caused by")  # `other` is why `ticket` happened
        PARENT = "parent", _("Child of")  # `other` is the whole of which `ticket` is a part
        SPLIT = "split", _("Split from")  # `ticket` began with messages of `other`

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="links")
    other = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=LinkKind)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "other"], name="link_once")]
