"""The sub-navigation of the settings: which pages there are, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from derman.people.models import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its address by name, its title, and what it is for (said on the first page)."""

    name: str
    title: Promise
    about: Promise
    icon: str
    leads: bool = False
    agents: bool = False


SECTIONS: tuple[tuple[Promise, tuple[Entry, ...]], ...] = (
    (
        _("The desk"),
        (
            Entry("look", _("Name and look"), _("Name, logo and colour"), "palette"),
            Entry("languages", _("Languages and time"), _("What people read, and when it is"), "languages"),
            Entry("hours", _("Business hours"), _("Calendars with their holidays"), "calendar"),
            Entry("help_button", _("Help button"), _("Search and questions on your other sites"), "help"),
        ),
    ),
    (
        _("People"),
        (
            Entry("agents", _("Agents and roles"), _("Who works here, and what they may do"), "person-check"),
            Entry("teams", _("Teams and tiers"), _("Who shares a queue"), "team"),
            Entry("organisations", _("Organisations"), _("Companies and their mail domains"), "building"),
            Entry("groups", _("Groups of people"), _("Who reads what, who agrees to what"), "team"),
            Entry("assets", _("Assets"), _("What the company has, and who has it"), "monitor", leads=True, agents=True),
            Entry("requesters", _("Requesters"), _("Everybody who ever asked for help"), "user"),
        ),
    ),
    (
        _("Channels"),
        (
            Entry("mailboxes", _("Mailboxes"), _("The addresses of the desk"), "mail"),
            Entry("ledger", _("Mail ledger"), _("Every mail, and what became of it"), "list", leads=True),
            Entry("quarantine", _("Quarantine"), _("Mails that wait for your judgement"), "shield", leads=True),
            Entry("senders", _("Senders and spam"), _("Proof, spam, storms, and how long mails are kept"), "shield"),
            Entry("mail_look", _("Look of mails"), _("Logo, colour and footer of what leaves"), "palette"),
            Entry("signatures", _("Signatures"), _("What stands below answers"), "reply", leads=True, agents=True),
            Entry("outbox", _("Outbox"), _("Mails on their way"), "send", leads=True),
        ),
    ),
    (
        _("Tickets"),
        (
            Entry("categories", _("Categories"), _("What tickets are about"), "category"),
            Entry("fields", _("Fields"), _("What else the desk wants to know of tickets"), "list"),
            Entry("services", _("Services"), _("What people may ask for, and what is done then"), "layers"),
            Entry("priorities", _("Priorities"), _("From impact and urgency"), "flag"),
            Entry("routing", _("Routing"), _("To which team and agent tickets go"), "exchange", leads=True),
            Entry(
                "shifts",
                _("Shifts and capacity"),
                _("Who works when, and with how much"),
                "calendar",
                leads=True,
            ),
            Entry("on_call", _("On call"), _("Who is called out of hours"), "bell", leads=True),
            Entry("promises", _("Promises"), _("How fast the desk answers and solves"), "clock", leads=True),
            Entry("ranking", _("What now?"), _("What counts in the ranked list"), "zap", leads=True),
            Entry("vendors", _("Vendors"), _("Firms outside, and their contracts"), "building", leads=True),
            Entry("rules", _("Rules"), _("What the desk does by itself"), "zap", leads=True),
            Entry(
                "recurring", _("Recurring tickets"), _("By the calendar or by hand, with tasks"), "calendar", leads=True
            ),
            Entry("closing", _("Closing"), _("When resolved tickets close"), "archive"),
            Entry("ratings", _("Ratings"), _("What people thought of the help"), "check", leads=True),
            Entry("rating_practice", _("Asking for ratings"), _("Whether and when people are asked"), "mail"),
            Entry("synonyms", _("Synonyms"), _("Words that mean the same to the search"), "search"),
            Entry("macros", _("Macros"), _("An answer and its changes in one go"), "play", leads=True, agents=True),
            Entry("replies", _("Saved replies"), _("Texts that are used often"), "reply", leads=True, agents=True),
        ),
    ),
    (
        _("System"),
        (
            Entry("account_actions", _("Account actions"), _("Unlock accounts and reset passwords"), "person-check"),
            Entry("trackers", _("Trackers"), _("Issues in GitHub, GitLab, Jira and others"), "out"),
            Entry("tokens", _("Access tokens"), _("Programs that act for people"), "key"),
            Entry("jobs", _("Jobs"), _("Work that failed"), "activity"),
            Entry("audit", _("Audit log"), _("Who changed which setting"), "book"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands on a page: `count` is what waits there, `urgent` whether it must be mended."""

    entry: Entry
    url: str
    here: bool
    count: int
    urgent: bool


def lines_for(person: Person, here: str, counts: dict[str, int]) -> list[tuple[Promise, list[Line]]]:
    """The sections and pages that this person may open."""
    sections = []
    for title, entries in SECTIONS:
        lines = [
            Line(
                entry,
                reverse(f"settings:{entry.name}"),
                entry.name == here,
                counts.get(entry.name, 0),
                entry.name != "quarantine",
            )
            for entry in entries
            if entry.agents or person.is_administrator or (entry.leads and person.is_lead)
        ]
        if lines:
            sections.append((title, lines))
    return sections
