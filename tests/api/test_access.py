"""Every call × every role: who gets what, as one table."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern

from derman.api import urls
from derman.catalogue import actions as catalogue
from derman.channels.mail.intake import place
from derman.channels.mail.models import IncomingMail, OutgoingMail
from derman.kernel import clock
from derman.knowledge.actions import save_category
from derman.people.actions import end_token
from derman.people.models import ApiToken, Person, Team
from derman.runbooks.actions import begin, install_starting_set
from derman.search.indexing import index_tickets
from derman.surveys.actions import rate
from derman.teaching import actions as teaching
from derman.teaching.models import News
from derman.teaching.tests.paths import check as check_in
from derman.teaching.tests.paths import path_of
from derman.tickets import actions
from derman.tickets.incoming import IncomingFile
from derman.tickets.models import Approval, Attachment, Message, Ticket
from tests.api.conftest import Of, Program
from tests.cast import asks

ROLES = ("anonymous", "requester", "stranger", "agent", "member", "lead", "administrator", "reader", "ended")
OPENED = {"subject": "Printer", "text": "It jams."}
NOTE = {"text": "x", "public": False}
SOMEBODY = {"email": "n@ege.example"}
AN_AGENT = {**SOMEBODY, "role": "agent"}
AGREED = {"decision": "approve"}
LATER = {"text": "Good morning", "send_at": (clock.now() + timedelta(days=2)).isoformat()}
FORWARD = {"to": "help@vendor.example", "text": "Do you know this?"}
REPLY = {"name": "Hello", "texts": {"en": "Hello {{requester.name}}"}}
REPLY_FOR_ALL = {**REPLY, "audience": "desk"}
RESOLVED = {"status": "resolved"}
TO_ALL = {"audience": "everyone"}
A_TITLE = {"titles": {"en": "New"}}
A_CHECK = {
    "questions": {"en": "What would you do?"},
    "choices": [{"words": {"en": "This"}, "right": True}, {"words": {"en": "That"}}],
}
A_PATH = {**A_TITLE, "steps": [A_CHECK], "status": "published"}
CHOSEN = {"choices": ["a"]}
TO_L1 = {"team": "L1 Front line", "due_days": 7}
TO_CLOSED = {"team": "Security"}
SOME_NEWS = {**A_TITLE, "software": "ERP", "audience": "everyone", "published_at": "2026-01-01T00:00:00Z"}
A_TIP = {"texts": {"en": "Lock it"}, "audience": "everyone"}
NO_TIPS = {"tip_of_the_day": False}
AN_ANSWER = {"place": 1, "answer": "a1"}
A_RUNBOOK = {
    "audience": "agents",
    "tree": {
        "titles": {"en": "For agents"},
        "start": "s1",
        "steps": {"s1": {"kind": "outcome", "title": {"en": "Good"}, "result": "solved"}},
    },
}
GOOD = {"score": "good", "comment": "Fast"}
AN_OUTAGE = {"titles": {"en": "VPN is down"}, "status": "published"}
A_NOTICE = {**AN_OUTAGE, "kind": "notice"}
OUTAGE_HIDDEN = {**AN_OUTAGE, "ticket": "{closed}"}
OVER = {"state": "over"}
A_SHELF = {"names": {"en": "New shelf"}}
AN_ARTICLE = {"lang": "en", "title": "New", "body": "# Yes", "audience": "everyone", "status": "published"}


MERGED, MERGED_HIDDEN = {"into": "{beside}"}, {"into": "{closed}"}
LINKED, LINKED_HIDDEN = {"other": "{beside}", "kind": "related"}, {"other": "{closed}", "kind": "related"}


@dataclass(frozen=True)
class Row:
    """A call, and the status for each role in the order of ROLES.

    `requester` asked for both tickets, `stranger` for none; `agent`, `lead` and `administrator` are outside the
    closed team, `member` is in it; `reader` is the agent's read-only token, `ended` one that has ended.
    """

    method: str
    address: str
    statuses: str
    body: Any = None


#                                                   anon req  str  agnt memb lead admn read ended
TABLE = [
    Row("GET", "/me", "                             401  200  200  200  200  200  200  200  401"),
    Row("GET", "/tickets", "                        401  200  200  200  200  200  200  200  401"),
    Row("GET", "/tickets?q=badge", "                401  200  200  200  200  200  200  200  401"),
    Row("POST", "/tickets", "                       401  201  201  201  201  201  201  403  401", OPENED),
    Row("GET", "/tickets/{open}", "                 401  200  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}", "               401  200  404  404  200  404  404  404  401"),
    Row("PATCH", "/tickets/{open}", "               401  403  404  200  200  200  200  403  401", {"priority": "low"}),
    Row("PATCH", "/tickets/{closed}", "             401  403  404  404  200  404  404  403  401", {"priority": "low"}),
    Row("PATCH", "/tickets/{open}", "               401  200  404  200  200  200  200  403  401", RESOLVED),
    Row("GET", "/tickets/{open}/messages", "        401  200  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/messages", "      401  200  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/messages", "       401  201  404  201  201  201  201  403  401", {"text": "x"}),
    Row("POST", "/tickets/{closed}/messages", "     401  201  404  404  201  404  404  403  401", {"text": "x"}),
    Row("POST", "/tickets/{open}/messages", "       401  403  404  201  201  201  201  403  401", NOTE),
    Row("POST", "/tickets/{closed}/messages", "     401  403  404  404  201  404  404  403  401", NOTE),
    Row("GET", "/tickets/{open}/events", "          401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/events", "        401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/events/{event}/undo", "        401 404 404 409 409 409 409 403 401"),
    Row("POST", "/tickets/{closed}/events/{hidden}/undo", "     401 404 404 404 409 404 404 403 401"),
    Row("POST", "/tickets/{open}/events/{hidden}/undo", "       401 404 404 404 404 404 404 403 401"),
    Row("GET", "/files/{file}", "                   401  200  404  200  200  200  200  200  401"),
    Row("GET", "/files/{secret}", "                 401  200  404  404  200  404  404  404  401"),
    Row("GET", "/files/{noted}", "                  401  404  404  404  200  404  404  404  401"),
    Row("GET", "/tickets/{open}/messages/{message}/original", " 401 404 404 200 200 200 200 200 401"),
    Row("GET", "/tickets/{closed}/messages/{hers}/original", "  401 404 404 404 200 404 404 404 401"),
    Row("POST", "/tickets/{open}/messages/{message}/original/read", " 401 404 404 200 200 200 200 403 401"),
    Row("POST", "/tickets/{closed}/messages/{hers}/original/read", "  401 404 404 404 200 404 404 403 401"),
    Row("POST", "/tickets/{open}/messages/{message}/original/back", " 401 404 404 409 409 409 409 403 401"),
    Row("POST", "/tickets/{closed}/messages/{hers}/original/back", "  401 404 404 404 409 404 404 403 401"),
    Row("GET", "/tickets/{open}/conversation.pdf", "      401  200  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/conversation.pdf", "    401  200  404  404  200  404  404  404  401"),
    Row("GET", "/tickets/{open}/conversation.eml", "      401  200  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/conversation.eml", "    401  200  404  404  200  404  404  404  401"),
    Row("GET", "/tickets/{open}/conversation.eml?notes=true", "401 403 404 200 200 200 200 200 401"),
    Row("GET", "/tickets/{open}/later", "           401  403  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/later", "         401  403  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/later", "          401  403  404  201  201  201  201  403  401", LATER),
    Row("POST", "/tickets/{closed}/later", "        401  403  404  404  201  404  404  403  401", LATER),
    Row("POST", "/tickets/{open}/later/1/send", "       401 403 404 412 412 412 412 403 401"),
    Row("POST", "/tickets/{closed}/later/1/send", "     401 403 404 404 412 404 404 403 401"),
    Row("POST", "/tickets/{open}/later/1/take-back", "  401 403 404 412 412 412 412 403 401"),
    Row("POST", "/tickets/{closed}/later/1/take-back", "401 403 404 404 412 404 404 403 401"),
    Row("POST", "/tickets/{open}/remind", "         401  403  404  200  200  200  200  403  401", {"days": 3}),
    Row("POST", "/tickets/{closed}/remind", "       401  403  404  404  200  404  404  403  401", {"days": 3}),
    Row("POST", "/tickets/{open}/forward", "        401  403  404  201  201  201  201  403  401", FORWARD),
    Row("POST", "/tickets/{closed}/forward", "      401  403  404  404  201  404  404  403  401", FORWARD),
    Row("GET", "/saved-replies", "                  401  403  403  200  200  200  200  200  401"),
    Row("POST", "/saved-replies", "                 401  403  403  201  201  201  201  403  401", REPLY),
    Row("POST", "/saved-replies", "                 401  403  403  403  403  403  201  403  401", REPLY_FOR_ALL),
    Row("PATCH", "/saved-replies/1", "              401  403  403  404  404  404  404  403  401", {"name": "x"}),
    Row("DELETE", "/saved-replies/1", "             401  403  403  404  404  404  404  403  401"),
    Row("POST", "/saved-replies/1/restore", "       401  403  403  403  403  403  403  403  401"),
    Row("POST", "/saved-replies/1/use", "           401  403  403  404  404  404  404  403  401", {"ticket": 1}),
    Row("GET", "/mails", "                          401  403  403  403  403  200  200  403  401"),
    Row("GET", "/mails?q=selin@ege.example", "      401  403  403  403  403  200  200  403  401"),
    Row("GET", "/mails/{came}", "                   401  403  403  403  403  200  200  403  401"),
    Row("GET", "/mails/{came}/original", "          401  403  403  403  403  404  200  403  401"),
    Row("GET", "/mails/{came_closed}/original", "   401  403  403  403  403  404  404  403  401"),
    Row("POST", "/mails/{kept}/file", "             401  403  403  403  403  403  200  403  401"),
    Row("POST", "/mails/{kept}/ignore", "           401  403  403  403  403  403  200  403  401"),
    Row("POST", "/mails/{came}/ignore", "           401  403  403  403  403  403  404  403  401"),
    Row("GET", "/outbox", "                         401  403  403  403  403  200  200  403  401"),
    Row("POST", "/outbox/{leaves}/retry", "         401  403  403  403  403  403  200  403  401"),
    Row("POST", "/outbox/{leaves}/cancel", "        401  403  403  403  403  403  200  403  401"),
    Row("POST", "/outbox/{leaves_closed}/cancel", " 401  403  403  403  403  403  404  403  401"),
    Row("GET", "/search?q=badge", "                 401  200  200  200  200  200  200  200  401"),
    Row("GET", "/people", "                         401  200  200  200  200  200  200  200  401"),
    Row("GET", "/people/{person}", "                401  200  404  200  200  200  200  200  401"),
    Row("POST", "/people", "                        401  403  403  201  201  201  201  403  401", SOMEBODY),
    Row("POST", "/people", "                        401  403  403  403  403  403  201  403  401", AN_AGENT),
    Row("GET", "/teams", "                          401  200  200  200  200  200  200  200  401"),
    Row("PATCH", "/people/{person}", "              401  200  404  403  403  403  200  403  401", {"phone": "1"}),
    Row("PATCH", "/people/{person}", "              401  403  404  403  403  403  200  403  401", {"title": "CEO"}),
    Row("PATCH", "/people/{person}", "              401  403  404  403  403  403  200  403  401", {"role": "agent"}),
    Row("POST", "/teams", "                         401  403  403  403  403  403  201  403  401", {"name": "New"}),
    Row("GET", "/teams/{team}", "                   401  404  404  200  200  200  200  200  401"),
    Row("GET", "/teams/{hidden_team}", "            401  404  404  404  200  404  200  404  401"),
    Row("PATCH", "/teams/{team}", "                 401  403  403  403  403  403  200  403  401", {"tier": 2}),
    Row("PATCH", "/teams/{hidden_team}", "          401  403  403  403  403  403  200  403  401", {"tier": 2}),
    Row("GET", "/categories", "                     401  200  200  200  200  200  200  200  401"),
    Row("GET", "/notifications", "                  401  200  200  200  200  200  200  200  401"),
    Row("GET", "/notifications/choices", "          401  200  200  200  200  200  200  200  401"),
    Row("PATCH", "/notifications/choices", "        401  403  403  200  200  200  200  403  401", {"team": True}),
    Row("GET", "/categories/{category}", "          401  200  200  200  200  200  200  200  401"),
    Row("PATCH", "/categories/{category}", "        401  403  403  403  403  403  200  403  401", {"position": 3}),
    Row("POST", "/categories", "                    401  403  403  403  403  403  201  403  401", {"name": "New"}),
    Row("GET", "/articles", "                       401  200  200  200  200  200  200  200  401"),
    Row("POST", "/articles", "                      401  403  403  201  201  201  201  403  401", AN_ARTICLE),
    Row("GET", "/articles/everybody", "             401  200  200  200  200  200  200  200  401"),
    Row("GET", "/articles/agents", "                401  404  404  200  200  200  200  200  401"),
    Row("GET", "/articles/draft", "                 401  404  404  200  200  200  200  200  401"),
    Row("GET", "/articles/closed", "                401  404  404  404  200  404  404  404  401"),
    Row("GET", "/articles/everybody/searches", "    401  403  403  200  403  200  200  200  401"),
    Row("GET", "/articles/agents/searches", "       401  404  404  200  403  200  200  200  401"),
    Row("GET", "/articles/closed/searches", "       401  404  404  404  200  404  404  404  401"),
    Row("GET", "/knowledge/categories", "           401  200  200  200  200  200  200  200  401"),
    Row("GET", "/knowledge/categories/{shelf}", "   401  404  404  200  200  200  200  200  401"),
    Row("POST", "/knowledge/categories", "          401  403  403  403  403  201  201  403  401", A_SHELF),
    Row("PATCH", "/knowledge/categories/{shelf}", " 401  404  404  403  403  200  200  403  401", A_SHELF),
    Row("DELETE", "/knowledge/categories/{shelf}", "401  404  404  403  403  204  204  403  401"),
    Row("GET", "/knowledge/deflection", "           401  403  403  403  403  200  200  403  401"),
    Row("PATCH", "/articles/everybody", "           401  403  403  200  200  200  200  403  401", {"title": "New"}),
    Row("PATCH", "/articles/agents", "              401  404  404  200  200  200  200  403  401", {"title": "New"}),
    Row("PATCH", "/articles/closed", "              401  404  404  404  200  404  404  403  401", {"title": "New"}),
    Row("GET", "/services", "                       401  200  200  200  200  200  200  200  401"),
    Row("GET", "/services/{service}", "             401  200  200  200  200  200  200  200  401"),
    Row("GET", "/services/{draft}", "               401  404  404  404  404  404  200  404  401"),
    Row("POST", "/services", "                      401  403  403  403  403  403  201  403  401", {"name": "New"}),
    Row("POST", "/services/{service}/requests", "   401  201  201  201  201  201  201  403  401", {}),
    Row("POST", "/services/{draft}/requests", "     401  404  404  404  404  404  201  403  401", {}),
    Row("GET", "/approvals", "                      401  200  200  200  200  200  200  200  401"),
    Row("POST", "/approvals/{approval}", "          401  404  200  404  404  404  404  403  401", AGREED),
    Row("POST", "/tickets/{open}/merge", "          401  404  404  200  200  200  200  403  401", MERGED),
    Row("POST", "/tickets/{closed}/merge", "        401  404  404  404  403  404  404  403  401", MERGED),
    Row("POST", "/tickets/{open}/merge", "          401  404  404  404  403  404  404  403  401", MERGED_HIDDEN),
    Row("POST", "/tickets/{open}/unmerge", "        401  404  404  422  422  422  422  403  401"),
    Row("POST", "/tickets/{closed}/unmerge", "      401  404  404  404  422  404  404  403  401"),
    Row("POST", "/tickets/{open}/split", "          401  404  404  422  422  422  422  403  401", {"messages": [1]}),
    Row("POST", "/tickets/{closed}/split", "        401  404  404  404  422  404  404  403  401", {"messages": [1]}),
    Row("GET", "/tickets/{open}/links", "           401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/links", "         401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/links", "          401  404  404  201  201  201  201  403  401", LINKED),
    Row("POST", "/tickets/{closed}/links", "        401  404  404  404  201  404  404  403  401", LINKED),
    Row("POST", "/tickets/{open}/links", "          401  404  404  404  201  404  404  403  401", LINKED_HIDDEN),
    Row("DELETE", "/tickets/{open}/links/1", "      401  404  404  200  200  200  200  403  401"),
    Row("DELETE", "/tickets/{closed}/links/1", "    401  404  404  404  200  404  404  403  401"),
    Row("GET", "/tickets/{open}/time", "            401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/time", "          401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/time", "           401  404  404  201  201  201  201  403  401", {"time": "1h 20"}),
    Row("POST", "/tickets/{closed}/time", "         401  404  404  404  201  404  404  403  401", {"minutes": 5}),
    Row("DELETE", "/tickets/{open}/time/{spent}", " 401  404  404  200  403  200  200  403  401"),
    Row("DELETE", "/tickets/{closed}/time/{spent}", "401 404  404  404  422  404  404  403  401"),
    Row("GET", "/tickets/{open}/tasks", "           401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/tasks", "         401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/tasks", "          401  404  404  201  201  201  201  403  401", {"title": "x"}),
    Row("POST", "/tickets/{closed}/tasks", "        401  404  404  404  201  404  404  403  401", {"title": "x"}),
    Row("PATCH", "/tickets/{open}/tasks/{task}", "  401  404  404  200  200  200  200  403  401", {"done": True}),
    Row("PATCH", "/tickets/{closed}/tasks/{hidden_task}", "401 404 404 404 200 404 404 403 401", {"done": True}),
    Row("PATCH", "/tickets/{open}/tasks/{hidden_task}", "  401 404 404 422 422 422 422 403 401", {"done": True}),
    Row("GET", "/runbooks", "                       401  200  200  200  200  200  200  200  401"),
    Row("POST", "/runbooks", "                      401  403  403  403  403  201  201  403  401", A_RUNBOOK),
    Row("GET", "/runbooks/vpn", "                   401  200  200  200  200  200  200  200  401"),
    Row("GET", "/runbooks/for-agents", "            401  404  404  200  200  200  200  200  401"),
    Row("PATCH", "/runbooks/vpn", "                 401  404  404  403  403  200  200  403  401", TO_ALL),
    Row("GET", "/runbooks/vpn/figures", "           401  404  404  200  200  200  200  200  401"),
    Row("POST", "/runbooks/vpn/walks", "            401  201  201  201  201  201  201  403  401", {}),
    Row("POST", "/runbooks/for-agents/walks", "     401  404  404  201  201  201  201  403  401", {}),
    Row("GET", "/walks/{walk}", "                   401  200  404  404  404  404  404  404  401"),
    Row("POST", "/walks/{walk}/answers", "          401  200  404  404  404  404  404  403  401", AN_ANSWER),
    Row("GET", "/announcements", "                  401  200  200  200  200  200  200  200  401"),
    Row("POST", "/announcements", "                 401  403  403  201  201  201  201  403  401", AN_OUTAGE),
    Row("POST", "/announcements", "                 401  403  403  403  403  201  201  403  401", A_NOTICE),
    Row("POST", "/announcements", "                 401  403  403  404  201  404  404  403  401", OUTAGE_HIDDEN),
    Row("GET", "/announcements/{outage}", "         401  200  200  200  200  200  200  200  401"),
    Row("GET", "/announcements/{of_team}", "        401  404  404  404  200  404  404  404  401"),
    Row("PATCH", "/announcements/{outage}", "       401  403  403  403  403  200  200  403  401", TO_ALL),
    Row("PATCH", "/announcements/{of_team}", "      401  404  404  404  200  404  404  403  401", TO_ALL),
    Row("DELETE", "/announcements/{outage}", "      401  404  404  403  403  200  200  403  401"),
    Row("DELETE", "/announcements/{of_team}", "     401  404  404  404  200  404  404  403  401"),
    Row("POST", "/announcements/{outage}/restore", "     401 404 404 404 404 404 404 403 401"),
    Row("POST", "/announcements/{outage}/updates", "     401 404 404 403 403 201 201 403 401", OVER),
    Row("POST", "/announcements/{of_team}/updates", "    401 404 404 404 201 404 404 403 401", OVER),
    Row("DELETE", "/announcements/{outage}/updates/1", " 401 404 404 403 403 404 404 403 401"),
    Row("PUT", "/announcements/{outage}/affects-me", "   401 200 200 200 200 200 200 403 401"),
    Row("PUT", "/announcements/{of_team}/affects-me", "  401 404 404 404 200 404 404 403 401"),
    Row("DELETE", "/announcements/{outage}/affects-me", "401 200 200 200 200 200 200 403 401"),
    Row("GET", "/announcements/{outage}/affected", "     401 404 404 200 200 200 200 200 401"),
    Row("GET", "/announcements/{of_team}/affected", "    401 404 404 404 200 404 404 404 401"),
    Row("GET", "/ratings", "                        401  403  403  403  403  200  200  403  401"),
    Row("PUT", "/tickets/{open}/rating", "          401  422  404  404  404  404  404  403  401", GOOD),
    Row("PUT", "/tickets/{solved}/rating", "        401  200  404  404  404  404  404  403  401", GOOD),
    Row("GET", "/tickets/{solved}/rating", "        401  200  404  404  200  404  404  404  401"),
    Row("POST", "/walks/{walk}/ticket", "           401  201  404  404  404  404  404  403  401", {}),
    Row("GET", "/learning-paths", "                 401  403  403  200  200  200  200  200  401"),
    Row("POST", "/learning-paths", "                401  403  403  201  201  201  201  403  401", A_PATH),
    Row("GET", "/learning-paths/{path}", "          401  200  404  200  200  200  200  200  401"),
    Row("PATCH", "/learning-paths/{path}", "        401  403  403  200  200  200  200  403  401", A_TITLE),
    Row("DELETE", "/learning-paths/{path}", "       401  403  403  204  204  204  204  403  401"),
    Row("POST", "/learning-paths/{gone}/restore", " 401  403  403  200  200  200  200  403  401"),
    Row("POST", "/learning-paths/{path}/steps", "   401  403  403  201  201  201  201  403  401", A_CHECK),
    Row("PATCH", "/learning-paths/{path}/steps/{check}", "    401 403 403 200 200 200 200 403 401", {"place": 1}),
    Row("DELETE", "/learning-paths/{path}/steps/{check}", "   401 403 403 204 204 204 204 403 401"),
    Row("POST", "/learning-paths/{path}/steps/{out}/restore", "401 403 403 200 200 200 200 403 401"),
    Row("GET", "/learning", "                       401  200  200  200  200  200  200  200  401"),
    Row("POST", "/learning/{path}/steps/{read}/read", "        401 200 404 404 404 404 404 403 401"),
    Row("DELETE", "/learning/{path}/steps/{read}/read", "      401 204 404 404 404 404 404 403 401"),
    Row("POST", "/learning/{path}/steps/{check}/answer", "     401 200 404 404 404 404 404 403 401", CHOSEN),
    Row("GET", "/learning-paths/{path}/assignments", "         401 403 403 403 403 200 200 403 401"),
    Row("POST", "/learning-paths/{path}/assignments", "        401 403 403 403 403 201 201 403 401", TO_L1),
    Row("POST", "/learning-paths/{path}/assignments", "        401 403 403 403 403 422 201 403 401", TO_CLOSED),
    Row("DELETE", "/learning-assignments/{assignment}", "      401 403 403 403 403 204 204 403 401"),
    Row("DELETE", "/learning-assignments/{to_closed}", "       401 403 403 403 403 404 204 403 401"),
    Row("POST", "/learning-assignments/{assignment}/restore", "401 403 403 403 403 200 200 403 401"),
    Row("GET", "/learning-report", "                401  403  403  403  403  200  200  403  401"),
    Row("GET", "/news", "                           401  200  200  200  200  200  200  200  401"),
    Row("POST", "/news", "                          401  403  403  201  201  201  201  403  401", SOME_NEWS),
    Row("GET", "/news/{news}", "                    401  200  200  200  200  200  200  200  401"),
    Row("GET", "/news/{closed_news}", "             401  404  404  404  200  404  404  404  401"),
    Row("PATCH", "/news/{news}", "                  401  403  403  200  200  200  200  403  401", A_TITLE),
    Row("PATCH", "/news/{closed_news}", "           401  403  403  404  200  404  404  403  401", A_TITLE),
    Row("DELETE", "/news/{news}", "                 401  403  403  204  204  204  204  403  401"),
    Row("POST", "/news/{old_news}/restore", "       401  403  403  200  200  200  200  403  401"),
    Row("GET", "/tips", "                           401  403  403  200  200  200  200  200  401"),
    Row("POST", "/tips", "                          401  403  403  201  201  201  201  403  401", A_TIP),
    Row("GET", "/tips/of-the-day", "                401  200  200  200  200  200  200  200  401"),
    Row("GET", "/tips/settings", "                  401  403  403  200  200  200  200  200  401"),
    Row("PATCH", "/tips/settings", "                401  403  403  403  403  403  200  403  401", NO_TIPS),
    Row("GET", "/tips/{tip}", "                     401  403  403  200  200  200  200  200  401"),
    Row("PATCH", "/tips/{tip}", "                   401  403  403  200  200  200  200  403  401", A_TIP),
    Row("DELETE", "/tips/{tip}", "                  401  403  403  204  204  204  204  403  401"),
    Row("POST", "/tips/{old_tip}/restore", "        401  403  403  200  200  200  200  403  401"),
]  # fmt: skip


@dataclass
class House:
    """A desk with an open ticket and one in a closed team, both Selin's, and a program for each role."""

    programs: dict[str, Program]
    names: dict[str, int | str]

    def filled(self, body: dict[str, Any] | None) -> dict[str, Any] | None:
        """A body in which a name in braces stands for its number."""
        if body is None:
            return None
        return {
            field: self.names.get(value.strip("{}"), value)
            if isinstance(value, str) and value.startswith("{")
            else value
            for field, value in body.items()
        }


@pytest.fixture
def house(
    program_of: Of, selin: Person, mert: Person, elif_: Person, kaan: Person, leyla: Person, aylin: Person,
    front_line: Team, security: Team, secret: Ticket,
) -> House:  # fmt: skip
    category = actions.save_category(actor=None, names={"en": "Doors"}, team=security)
    seen = asks(selin, "Keyboard sticks", "The letter k.")
    actions.note(actor=kaan, ticket=secret.pk, text="Badge camera footage")
    file = [IncomingFile(name="a.txt", content=b"{}")]
    actions.reply(actor=elif_, ticket=seen.pk, text="See the file", attached=file)
    actions.reply(actor=kaan, ticket=secret.pk, text="See the file", attached=file)
    actions.note(actor=kaan, ticket=secret.pk, text="For us", attached=file)
    mails = {name: _came_by_mail(ticket) for name, ticket in (("message", seen), ("hers", secret))}
    # long enough ago that the replies are final: until then they are their authors' own
    Message.objects.update(created_at=clock.now() - timedelta(minutes=1))
    index_tickets([seen.pk, secret.pk])
    step = {"by": "people", "people": [mert.pk]}
    agreed = catalogue.save_service(actor=aylin, names={"en": "Agreed"}, published=True, approvals=[step])
    asked = actions.ask_for(actor=selin, requester=selin, service=agreed.pk, given={}).ticket
    service = catalogue.save_service(actor=aylin, names={"en": "Laptop"}, published=True)
    draft = catalogue.save_service(actor=aylin, names={"en": "Secret project"})
    task = actions.add_task(actor=elif_, ticket=seen.pk, title="Order a keyboard")
    hidden_task = actions.add_task(actor=kaan, ticket=secret.pk, title="Ask the guard")
    ended = program_of(elif_)
    end_token(actor=elif_, token=ApiToken.objects.get(person=elif_))
    agent, member = program_of(elif_), program_of(kaan)
    shelf = save_category(actor=Person.objects.get(email="aylin@ege.example"), names={"en": "For the desk"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "everybody"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "agents", "audience": "agents"})
    agent.post("/articles", {**AN_ARTICLE, "slug": "draft", "status": "draft"})
    member.post("/articles", {**AN_ARTICLE, "slug": "closed", "audience": "team", "team": "Security"})
    install_starting_set(actor=aylin)
    program_of(aylin).post("/runbooks", {**A_RUNBOOK, "status": "published"})
    walk = begin(runbook="vpn", person=selin)
    solved = actions.hand_over(actor=None, ticket=asks(selin, "Gate", "It stays shut.").pk, team=security)
    actions.resolve(actor=kaan, ticket=solved.pk)
    rate(person=selin, ticket=solved.pk, score="bad")
    outage = program_of(leyla).post("/announcements", AN_OUTAGE).json["id"]
    of_team = member.post("/announcements", {**AN_OUTAGE, "audience": "team", "team": "Security"}).json["id"]
    taught = _taught(leyla, aylin, kaan, selin, security)
    event, hidden = seen.events.first(), secret.events.first()
    assert event is not None
    assert hidden is not None
    return House(
        programs={
            "anonymous": Program(),
            "requester": program_of(selin),
            "stranger": program_of(mert),
            "agent": program_of(elif_),
            "member": program_of(kaan),
            "lead": program_of(leyla),
            "administrator": program_of(aylin),
            "reader": program_of(elif_, "read"),
            "ended": ended,
        },
        names={
            "open": seen.pk,
            "closed": secret.pk,
            "beside": asked.pk,
            "spent": actions.add_time(actor=elif_, ticket=seen.pk, minutes=10).pk,
            "event": event.pk,
            "walk": walk.key,
            "solved": solved.pk,
            "outage": outage,
            "of_team": of_team,
            "hidden": hidden.pk,
            "person": selin.pk,
            "team": front_line.pk,
            "hidden_team": security.pk,
            "category": category.pk,
            **mails,
            **taught,
            "came": IncomingMail.objects.get(ticket=seen).pk,
            "came_closed": IncomingMail.objects.get(ticket=secret).pk,
            "kept": IncomingMail.objects.create(digest="0" * 64, size=1, state="quarantined").pk,
            "leaves": OutgoingMail.objects.get(ticket=seen, kind="reply").pk,
            "leaves_closed": OutgoingMail.objects.get(ticket=secret, kind="reply").pk,
            "service": service.slug,
            "draft": draft.slug,
            "approval": Approval.objects.get(ticket=asked).pk,
            "task": task.pk,
            "hidden_task": hidden_task.pk,
            "shelf": shelf.pk,
        }
        | dict(
            zip(
                ("file", "secret", "noted"),
                Attachment.objects.order_by("pk").values_list("key", flat=True),
                strict=True,
            )
        ),
    )


def _taught(leyla: Person, aylin: Person, kaan: Person, selin: Person, security: Team) -> dict[str, int]:
    """Selin's learning path and one that was taken away, news and tips: the ids."""
    path, gone = (path_of(leyla, title) for title in ("First week", "Gone"))
    read, asked = path.steps.all()
    out = check_in(leyla, path)
    teaching.remove_step(actor=leyla, path=path.pk, step=out.pk)
    teaching.remove(actor=leyla, path=gone.pk)
    whom, closed = teaching.Whom(person=selin.pk), teaching.Whom(team=security.pk)
    assignment = teaching.assign(actor=leyla, path=path.pk, whom=whom)
    to_closed = teaching.assign(actor=aylin, path=path_of(leyla, "For guards").pk, whom=closed)
    told = [told_of(leyla, audience="everyone"), told_of(kaan, audience="team", team=security.pk), told_of(leyla)]
    teaching.remove_news(actor=leyla, news=told[2].pk)
    tips = [teaching.save_tip(actor=leyla, given=teaching.TipGiven(texts={"en": text})) for text in ("Lock", "Old")]
    teaching.remove_tip(actor=leyla, tip=tips[1].pk)
    teaching.set_practice(actor=aylin, tip_of_the_day=True)
    names = ("path", "gone", "read", "check", "out", "assignment", "to_closed", "news", "closed_news", "old_news")
    rows = (path, gone, read, asked, out, assignment, to_closed, *told)
    return {name: row.pk for name, row in zip(names, rows, strict=True)} | {"tip": tips[0].pk, "old_tip": tips[1].pk}


def told_of(writer: Person, **given: Any) -> News:
    """Something new about the ERP, shown since an hour."""
    values = {"software": "ERP", "titles": {"en": "New"}, "published_at": clock.now() - timedelta(hours=1), **given}
    return teaching.save_news(actor=writer, given=teaching.NewsGiven(**values))


def _came_by_mail(ticket: Ticket) -> int:
    """As if the ticket's first message had come by mail: its id."""
    message = ticket.messages.first()
    assert message is not None
    raw = b"From: selin@ege.example\r\n\r\nIt is badly broken."
    digest = hashlib.sha256(raw).hexdigest()
    place(digest).parent.mkdir(parents=True, exist_ok=True)
    place(digest).write_bytes(raw)
    key = str(message.pk)
    IncomingMail.objects.create(
        digest=digest, message_id_hash=key, size=len(raw), state="filed", ticket=ticket, filed_as=message
    )
    return int(message.pk)


@pytest.mark.parametrize("role", ROLES)
def test_every_call_by_a_role(house: House, role: str) -> None:
    wrong = []
    for row in TABLE:
        expected = dict(zip(ROLES, map(int, row.statuses.split()), strict=True))[role]
        before = _state()
        with transaction.atomic():
            answer = house.programs[role].call(row.method, row.address.format(**house.names), house.filled(row.body))
            after = _state()
            transaction.set_rollback(True)
        problem = answer.headers["Content-Type"] == "application/problem+json"
        if answer.status != expected or problem != (expected >= 400) or (problem and after != before):
            wrong.append((row.method, row.address, row.body, expected, answer.status, answer.json))
    assert not wrong


def _state() -> tuple[int, ...]:
    return (
        Ticket.objects.count(),
        sum(Ticket.objects.values_list("seq", flat=True)),
        Person.objects.count(),
        Team.objects.count(),
    )


@pytest.mark.parametrize("role", ["agent", "lead", "administrator", "stranger", "reader"])
def test_a_closed_teams_tickets_appear_nowhere(house: House, role: str) -> None:
    for address in (
        "/tickets", "/tickets?team=Security", "/tickets?requester=selin@ege.example", "/tickets?q=badge",
        "/tickets?q=footage", "/tickets?q=%23{closed}", "/tickets?q={closed}", "/search?q=badge", "/search?q=footage",
        "/search?q={closed}", "/search?q=Selin&in=tickets",
    ):  # fmt: skip
        answer = house.programs[role].get(address.format(**house.names))
        assert answer.status == 200
        assert house.names["closed"] not in [entry.get("number") for entry in answer.json["items"]]
        assert "Badge" not in str(answer.json)


def test_their_members_find_them(house: House) -> None:
    for address in ("/tickets", "/tickets?team=Security", "/tickets?q=footage", "/search?q=badge"):
        answer = house.programs["member"].get(address)
        assert house.names["closed"] in [entry["number"] for entry in answer.json["items"]], address


def test_an_agent_cannot_put_a_ticket_into_a_closed_team(house: House) -> None:
    for body in ({"team": "Security"}, {"assignee": "kaan@ege.example", "team": "Security"}):
        assert house.programs["agent"].patch(f"/tickets/{house.names['open']}", body).status == 422


def test_an_agent_reaches_their_own_request_in_a_closed_team(house: House, elif_: Person, security: Team) -> None:
    own = asks(elif_, "My badge", "It was copied.")
    actions.hand_over(actor=None, ticket=own.pk, team=security)
    actions.note(actor=Person.objects.get(email="kaan@ege.example"), ticket=own.pk, text="She lost it herself.")
    agent = house.programs["agent"]
    seen = agent.get(f"/tickets/{own.pk}")
    assert seen.status == 200
    assert seen.json["team"] is None
    assert "herself" not in str(seen.json)
    assert "herself" not in str(agent.get(f"/tickets/{own.pk}/messages").json)
    assert agent.get(f"/tickets/{own.pk}/events").status == 404
    assert agent.patch(f"/tickets/{own.pk}", {"priority": "critical"}).status == 403
    assert agent.post(f"/tickets/{own.pk}/messages", {"text": "x", "public": False}).status == 403
    assert agent.post(f"/tickets/{own.pk}/messages", {"text": "Any news?"}).json["staff"] is False


def test_the_table_has_every_call() -> None:
    calls = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{pattern.pattern}"))
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern)
        for operation in _operations(pattern)
        for method in operation
    }
    names = {"/walks/{key}": "/walks/{walk}", "{later}": "1", "{reply}": "1", "{other}": "1", "{entry}": "{spent}"}
    names |= {"{number}": "{open}", "{id}": "{person}", "{key}": "{file}", "/services/{slug}": "/services/{service}",
             "/articles/{slug}": "/articles/everybody", "/runbooks/{slug}": "/runbooks/vpn"}  # fmt: skip
    tested = {(row.method, row.address.partition("?")[0]) for row in TABLE}
    of = {
        "/knowledge/categories/{id}": "/knowledge/categories/{shelf}",
        "/teams/{id}": "/teams/{team}",
        "/categories/{id}": "/categories/{category}",
    }
    of |= {f"/mails/{{mail}}/{decision}": f"/mails/{{kept}}/{decision}" for decision in ("file", "ignore")}
    of |= {
        "/learning-paths/{path}/restore": "/learning-paths/{gone}/restore",
        "/learning-paths/{path}/steps/{step}": "/learning-paths/{path}/steps/{check}",
        "/learning-paths/{path}/steps/{step}/restore": "/learning-paths/{path}/steps/{out}/restore",
        "/learning/{path}/steps/{step}/read": "/learning/{path}/steps/{read}/read",
        "/learning/{path}/steps/{step}/answer": "/learning/{path}/steps/{check}/answer",
        "/news/{news}/restore": "/news/{old_news}/restore",
        "/tips/{tip}/restore": "/tips/{old_tip}/restore",
    }
    of |= {"/mails/{mail}": "/mails/{came}", "/mails/{mail}/original": "/mails/{came}/original"}
    of |= {f"/outbox/{{mail}}/{decision}": f"/outbox/{{leaves}}/{decision}" for decision in ("retry", "cancel")}
    for method, address in calls:
        address = of.get(address, address)
        if address.endswith("/rating"):
            address = address.replace("{number}", "{solved}")
        if address.startswith("/announcements/"):
            address = address.replace("{number}", "{outage}").replace("{update}", "1")
        for name, sample in names.items():
            address = address.replace(name, sample)
        assert (method, address) in tested


def _operations(pattern: URLPattern) -> list[list[str]]:
    for _prefix, router in urls.api._routers:
        for address, view in router.path_operations.items():
            if pattern.name in {operation.view_func.__name__ for operation in view.operations} and str(
                pattern.pattern
            ) == address.lstrip("/").replace("{", "<").replace("}", ">"):
                return [operation.methods for operation in view.operations]
    return []
