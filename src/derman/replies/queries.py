"""Questions about saved replies, each with a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from derman.desk.queries import the_desk
from derman.kernel.folding import fold
from derman.people.models import Person, Team
from derman.people.queries import teams
from derman.replies.access import changeable_by, visible_to
from derman.replies.errors import ReplyNotFound
from derman.replies.models import ReplyFile, SavedReply
from derman.tickets.models import Ticket

OFFERED = 50  # in the composer, at once; words find the others
LONGEST_QUESTION = 100


def saved_replies(asker: Person) -> QuerySet[SavedReply]:
    """All that `asker` sees, folder by folder. 1 statement."""
    return visible_to(asker).select_related("team")


def saved_reply(asker: Person, pk: int) -> SavedReply:
    """One that `asker` sees. 1 statement. Raises ReplyNotFound."""
    found = saved_replies(asker).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise ReplyNotFound(_("There is no such saved reply."))
    return found


def files_of(replies: Collection[SavedReply]) -> dict[int, list[ReplyFile]]:
    """The files of saved replies that the reader is known to see, by reply. 1 statement; none for none."""
    found: dict[int, list[ReplyFile]] = {reply.pk: [] for reply in replies}
    if found:
        for file in ReplyFile.objects.filter(reply__in=found).select_related("file"):
            found[file.reply_id].append(file)
    return found


def changeable(asker: Person) -> set[int]:
    """Which of them `asker` may change: their ids. 1 statement."""
    return set(changeable_by(asker).filter(removed_at=None).values_list("pk", flat=True))


def folders(asker: Person) -> list[str]:
    """The folders that `asker` sees, by name. 1 statement."""
    return list(visible_to(asker).exclude(folder="").order_by("folder").values_list("folder", flat=True).distinct())


def writable_teams(asker: Person) -> list[Team]:
    """The teams for which `asker` may save replies: a lead's own, an administrator's all. 1 statement at most."""
    if not asker.is_lead:
        return []
    found = teams(asker)
    return list(found if asker.is_administrator else found.filter(memberships__person=asker))


def having(asker: Person, words: str) -> QuerySet[SavedReply]:
    """Those with all of the words, whatever accents and capitals. 1 statement."""
    found = saved_replies(asker)
    for word in fold(words[:LONGEST_QUESTION].replace("\0", "")).split():
        found = found.filter(folded__contains=word)
    return found


def offered(asker: Person, words: str = "") -> list[SavedReply]:
    """Those with all of the words, the most used first; 50 at most. 1 statement."""
    return list(having(asker, words).order_by("-used", "name", "pk")[:OFFERED])


def languages_for(ticket: Ticket) -> Callable[[SavedReply], str]:
    """In which of a reply's languages to answer: the requester's, that of the ticket, the desk's, any there is.

    1 statement, for all replies that are asked about.
    """
    wanted = (ticket.requester.language, ticket.language, the_desk().language)

    def language_of(reply: SavedReply) -> str:
        return next((language for language in wanted if language in reply.texts), next(iter(reply.texts), ""))

    return language_of
