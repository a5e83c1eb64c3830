"""What happens when: fact → who reacts, *now* (holds or falls with the change) or *after* (a job behind it).

This is the one page that says so. `derman reactions` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping

from derman.announcements.facts import AffectedToTell, AnnouncementChanged
from derman.automation import handlers as automation
from derman.catalogue.facts import ServiceChanged
from derman.channels.mail import approvals, emptied, joined
from derman.channels.mail import articles as mail_of_articles
from derman.channels.mail import handlers as mail
from derman.channels.mail import identity as mail_of_identity
from derman.channels.mail import majors as mail_of_majors
from derman.channels.mail import outages as mail_of_outages
from derman.channels.mail import problems as mail_of_problems
from derman.channels.mail import ratings as mail_of_ratings
from derman.channels.mail import teaching as mail_of_teaching
from derman.channels.mail import vendors as mail_of_vendors
from derman.channels.mail.agents import handlers as agents
from derman.channels.mail.trust import handlers as trust
from derman.channels.pager import handlers as pager
from derman.desk.facts import CalendarChanged, DemoAsked, DeskSetUp
from derman.identity import handlers as identity
from derman.identity.facts import AccountActionToRun, CheckFailed, CodeToSend, ManagerToAsk, SecretToSend
from derman.kernel.facts import Fact, Reactions
from derman.knowledge.facts import ArticleChanged, ArticlePublished, ArticleWithdrawn, CheckDue, ReviewAsked
from derman.majors.facts import MajorCalledOff, MajorDeclared, MajorRoleGiven, MajorUpdateDue
from derman.notify import handlers as notify
from derman.notify.facts import AgentToTell, MajorToTell, ProblemToTell, ReviewerToTell
from derman.obligations import handlers as obligations
from derman.people.facts import AddressClaimed, PersonChanged, SignInLinkAsked
from derman.problems import handlers as problems
from derman.radar import handlers as radar
from derman.routing import handlers as routing
from derman.runbooks.facts import RunbookChanged, RunbookPublished, RunbookWithdrawn
from derman.search import handlers as search
from derman.site.demo import handlers as demo
from derman.sla import actions as promises
from derman.sla import handlers as sla
from derman.sla.facts import PromiseDue
from derman.surveys import handlers as surveys
from derman.surveys.facts import RatingAsked
from derman.teaching.facts import LearnerToTell
from derman.tickets import handlers as tickets
from derman.tickets.facts import (
    ApprovalAsked,
    ApprovalEnded,
    AsideHeard,
    MessageAdded,
    MessageForwarded,
    MessageReread,
    MessageWithdrawn,
    TicketChanged,
    TicketEmptied,
    TicketOpened,
    TicketsChanged,
    TicketsJoined,
)
from derman.trackers import handlers as trackers
from derman.trackers.facts import IssueNews
from derman.vendors import handlers as vendors
from derman.vendors.facts import VendorToTell

REACTIONS: Mapping[type[Fact], Reactions] = {
    SignInLinkAsked: Reactions(now=[mail.send_sign_in_link]),
    AddressClaimed: Reactions(now=[mail.send_address_link]),
    PersonChanged: Reactions(now=[search.index_person]),
    ReviewAsked: Reactions(now=[notify.note_review]),
    ReviewerToTell: Reactions(now=[mail_of_articles.ask_to_review]),
    CheckDue: Reactions(now=[mail_of_articles.remind_of_check]),
    LearnerToTell: Reactions(now=[mail_of_teaching.tell]),
    AnnouncementChanged: Reactions(now=[search.index_announcement]),
    AffectedToTell: Reactions(now=[mail_of_outages.tell]),
    RatingAsked: Reactions(now=[mail_of_ratings.ask]),
    CodeToSend: Reactions(now=[mail_of_identity.send_code]),
    ManagerToAsk: Reactions(now=[mail_of_identity.ask_manager]),
    SecretToSend: Reactions(now=[mail_of_identity.send_secret]),
    CheckFailed: Reactions(now=[notify.note_failed_check]),
    AccountActionToRun: Reactions(after=[identity.run_asked]),
    DeskSetUp: Reactions(now=[promises.begin]),
    CalendarChanged: Reactions(now=[promises.follow_calendar]),
    PromiseDue: Reactions(now=[notify.note_promise, pager.page_on_call]),
    IssueNews: Reactions(now=[notify.note_issue]),
    VendorToTell: Reactions(now=[mail_of_vendors.tell]),
    MajorDeclared: Reactions(now=[notify.note_major, pager.page_declared], after=[radar.look_back]),
    MajorCalledOff: Reactions(now=[mail_of_majors.call_off, pager.page_called_off, radar.see_again]),
    MajorRoleGiven: Reactions(now=[notify.note_major_role, pager.page_role]),
    MajorUpdateDue: Reactions(now=[notify.note_major_update, pager.page_late]),
    MajorToTell: Reactions(now=[mail_of_majors.tell]),
    ProblemToTell: Reactions(now=[mail_of_problems.tell]),
    DemoAsked: Reactions(after=[demo.fill_new_desk]),
    MessageAdded: Reactions(
        now=[
            mail.send_reply,
            vendors.hear,
            search.index,
            notify.note_message,
            notify.note_watched_message,
            obligations.read_message,
            automation.note_standing,
        ],
    ),
    TicketOpened: Reactions(now=[routing.place, sla.start, obligations.begin, mail.auto_reply, search.index]),
    AsideHeard: Reactions(now=[notify.note_aside]),
    MessageForwarded: Reactions(now=[mail.send_forward]),
    MessageWithdrawn: Reactions(
        now=[mail.withdraw_reply, vendors.forget_taken_back, obligations.forget_said, search.index]
    ),
    MessageReread: Reactions(now=[search.index]),
    TicketsJoined: Reactions(now=[search.index_joined, joined.tell]),
    # before what each of many tickets calls for: what is asked of all of them is read together
    TicketsChanged: Reactions(
        now=[
            mail.read_together,
            sla.read_together,
            vendors.read_together,
            obligations.read_together,
            trust.read_together,
        ]
    ),
    TicketChanged: Reactions(
        now=[
            sla.keep_up,
            problems.keep_up,
            vendors.keep_up,
            obligations.keep_up,
            trust.learn,
            search.index_new_subject,
            notify.note_change,
            notify.note_watched_change,
            automation.put_down,
            routing.keep_up,
        ]
    ),
    TicketEmptied: Reactions(
        now=[
            search.forget,
            surveys.forget_words,
            identity.forget_secrets,
            obligations.forget,
            vendors.forget,
            trackers.forget,
        ],
        after=[emptied.empty, tickets.forget_files],
    ),
    AgentToTell: Reactions(now=[agents.tell]),
    ApprovalAsked: Reactions(now=[approvals.ask]),
    ApprovalEnded: Reactions(now=[approvals.tell]),
    ArticlePublished: Reactions(now=[search.index_translation]),
    ArticleChanged: Reactions(now=[search.index_article]),
    ArticleWithdrawn: Reactions(now=[search.index_translation]),
    RunbookPublished: Reactions(now=[search.index_runbook]),
    RunbookChanged: Reactions(now=[search.index_runbook]),
    RunbookWithdrawn: Reactions(now=[search.index_runbook]),
    ServiceChanged: Reactions(now=[search.index_service]),
}
