"""Every call × every role as one table: who gets what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from derman.kernel import clock

ROLES = ("anonymous", "requester", "stranger", "agent", "member", "lead", "administrator", "reader", "ended")
A_POLICY = {"name": "Fast", "targets": {"normal": {"first_response": 3600}}}
OPENED = {"subject": "Printer", "text": "It jams."}
NOTE = {"text": "x", "public": False}
SOMEBODY = {"email": "n@ege.example"}
AN_AGENT = {**SOMEBODY, "role": "agent"}
AGREED = {"decision": "approve"}
LATER = {"text": "Good morning", "send_at": (clock.now() + timedelta(days=2)).isoformat()}
FORWARD = {"to": "help@vendor.example", "text": "Do you know this?"}
REPLY = {"name": "Hello", "texts": {"en": "Hello {{requester.name}}"}}
VIEW = {"name": "Open", "query": "is:open"}
VIEW_FOR_ALL = {**VIEW, "audience": "desk"}
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
A_RULE = {"name": "VIP", "when": "opened", "steps": [{"do": "priority", "to": "high"}]}
SOME_RULES = {"format": "derman-rules-1", "rules": [A_RULE]}
GOOD = {"score": "good", "comment": "Fast"}
AN_OUTAGE = {"titles": {"en": "VPN is down"}, "status": "published"}
A_NOTICE = {**AN_OUTAGE, "kind": "notice"}
OUTAGE_HIDDEN = {**AN_OUTAGE, "ticket": "{closed}"}
OVER = {"state": "over"}
A_FIELD = {"type": "text", "labels": {"en": "Floor"}}
A_SHELF = {"names": {"en": "New shelf"}}
AN_ARTICLE = {"lang": "en", "title": "New", "body": "# Yes", "audience": "everyone", "status": "published"}


MANY = {"view": "all", "change": {"priority": "low"}}
MANY_FOUND, MANY_MISTYPED = {**MANY, "view": None, "query": "is:open"}, {**MANY, "view": None, "query": "is:lost"}
MANY_UNKNOWN = {"numbers": [1], "change": {"priority": "low"}}
UP = {"team": "Security", "handover": {"wrong": "It drops", "tried": "Nothing", "asked": "Look"}}
BACK = {"reason": "Which router?"}
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
    Row("GET", "/tickets?query=is:open", "          401  403  403  200  200  200  200  200  401"),
    Row("GET", "/tickets?query=is:x", "             401  403  403  422  422  422  422  422  401"),
    Row("GET", "/now", "                            401  403  403  200  200  200  200  200  401"),
    Row("GET", "/now/weights", "                    401  403  403  200  200  200  200  200  401"),
    Row("PATCH", "/now/weights", "                  401  403  403  403  403  200  200  403  401", {"effort": 2}),
    Row("GET", "/views", "                          401  403  403  200  200  200  200  200  401"),
    Row("POST", "/views", "                         401  403  403  201  201  201  201  403  401", VIEW),
    Row("POST", "/views", "                         401  403  403  403  403  403  201  403  401", VIEW_FOR_ALL),
    Row("GET", "/views/completion?query=is%3Aop&at=5", "  401  403  403  200  200  200  200  200  401"),
    Row("GET", "/views/columns", "                  401  403  403  200  200  200  200  200  401"),
    Row("GET", "/views/export?query=is%3Aopen", "   401  403  403  200  200  200  200  200  401"),
    Row("GET", "/views/1/tickets", "                401  403  403  404  404  404  404  404  401"),
    Row("GET", "/views/1", "                        401  403  403  404  404  404  404  404  401"),
    Row("PATCH", "/views/1", "                      401  403  403  404  404  404  404  403  401", {"name": "x"}),
    Row("DELETE", "/views/1", "                     401  403  403  404  404  404  404  403  401"),
    Row("POST", "/views/1/restore", "               401  403  403  404  404  404  404  403  401"),
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
    Row("GET", "/people/{person}/glance", "         401  404  404  200  200  200  200  200  401"),
    Row("GET", "/people/{person}/notes", "          401  404  404  200  200  200  200  200  401"),
    Row("POST", "/people/{person}/notes", "         401  404  404  201  201  201  201  403  401", {"text": "Deaf"}),
    Row("DELETE", "/people/{person}/notes/{about}", "401 404  404  204  403  204  204  403  401"),
    Row("POST", "/people/{person}/notes/{about}/restore", "401 404 404 200 403 200 200 403 401"),
    Row("PATCH", "/people/{person}", "              401  200  404  403  403  403  200  403  401", {"phone": "1"}),
    Row("PATCH", "/people/{person}", "              401  403  404  403  403  403  200  403  401", {"title": "CEO"}),
    Row("PATCH", "/people/{person}", "              401  403  404  403  403  403  200  403  401", {"role": "agent"}),
    Row("POST", "/teams", "                         401  403  403  403  403  403  201  403  401", {"name": "New"}),
    Row("GET", "/teams/{team}", "                   401  404  404  200  200  200  200  200  401"),
    Row("GET", "/teams/{hidden_team}", "            401  404  404  404  200  404  200  404  401"),
    Row("PATCH", "/teams/{team}", "                 401  403  403  403  403  403  200  403  401", {"tier": 2}),
    Row("PATCH", "/teams/{hidden_team}", "          401  403  403  403  403  403  200  403  401", {"tier": 2}),
    Row("GET", "/tickets/{open}/clocks", "          401  200  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/clocks", "        401  200  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/clocks/acknowledge", "401 404  404  409  409  409  409  403  401"),
    Row("POST", "/tickets/{closed}/clocks/acknowledge", "401 404 404 404  409  404  404  403  401"),
    Row("GET", "/rules", "                          401  403  403  403  403  200  200  403  401"),
    Row("POST", "/rules", "                         401  403  403  403  403  201  201  403  401", A_RULE),
    Row("GET", "/rules/switch", "                   401  403  403  403  403  200  200  403  401"),
    Row("POST", "/rules/switch", "                  401  403  403  403  403  200  200  403  401", {"on": True}),
    Row("GET", "/rules/export", "                   401  403  403  403  403  200  200  403  401"),
    Row("POST", "/rules/import", "                  401  403  403  403  403  201  201  403  401", SOME_RULES),
    Row("GET", "/rules/{rule}", "                   401  403  403  403  403  200  200  403  401"),
    Row("PATCH", "/rules/{rule}", "                 401  403  403  403  403  200  200  403  401", {"active": True}),
    Row("GET", "/rules/{rule}/runs", "              401  403  403  403  403  200  200  403  401"),
    Row("GET", "/rules/{rule}/versions", "          401  403  403  403  403  200  200  403  401"),
    Row("POST", "/rules/{rule}/versions/1/restore", "401  403  403  403  403  200  200  403  401"),
    Row("DELETE", "/rules/{rule}", "                401  403  403  403  403  204  204  403  401"),
    Row("GET", "/policies", "                       401  403  403  403  403  200  200  403  401"),
    Row("POST", "/policies", "                      401  403  403  403  403  201  201  403  401", A_POLICY),
    Row("GET", "/policies/{policy}", "              401  403  403  403  403  200  200  403  401"),
    Row("PATCH", "/policies/{policy}", "            401  403  403  403  403  200  200  403  401", {"active": False}),
    Row("DELETE", "/policies/{policy}", "           401  403  403  403  403  204  204  403  401"),
    Row("GET", "/fields", "                         401  403  403  200  200  200  200  200  401"),
    Row("POST", "/fields", "                        401  403  403  403  403  403  201  403  401", A_FIELD),
    Row("PATCH", "/fields/{own_field}", "           401  403  403  403  403  403  200  403  401", {"active": False}),
    Row("GET", "/tickets?field=spot:none", "        401  403  403  200  200  200  200  200  401"),
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
    Row("GET", "/tickets/{open}/handovers", "       401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/handovers", "     401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/escalate", "       401  404  404  422  201  422  201  403  401", UP),
    Row("POST", "/tickets/{closed}/escalate", "     401  404  404  404  422  404  404  403  401", UP),
    Row("POST", "/tickets/{open}/handover/accept", "401  404  404  409  409  409  409  403  401"),
    Row("POST", "/tickets/{closed}/handover/accept", "401  404  404  404  409  404  404  403  401"),
    Row("POST", "/tickets/{open}/handover/return", "401  404  404  409  409  409  409  403  401", BACK),
    Row("POST", "/tickets/{closed}/handover/return", "401  404  404  404  409  404  404  403  401", BACK),
    Row("GET", "/tickets/{open}/links", "           401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/links", "         401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/links", "          401  404  404  201  201  201  201  403  401", LINKED),
    Row("POST", "/tickets/{closed}/links", "        401  404  404  404  201  404  404  403  401", LINKED),
    Row("POST", "/tickets/{open}/links", "          401  404  404  404  201  404  404  403  401", LINKED_HIDDEN),
    Row("DELETE", "/tickets/{open}/links/1", "      401  404  404  200  200  200  200  403  401"),
    Row("DELETE", "/tickets/{closed}/links/1", "    401  404  404  404  200  404  404  403  401"),
    Row("POST", "/tickets/{open}/copy", "           401  404  404  201  201  201  201  403  401", {}),
    Row("POST", "/tickets/{open}/copy", "           401  404  404  422  422  422  422  403  401", {"follow_up": True}),
    Row("POST", "/tickets/{closed}/copy", "         401  404  404  404  201  404  404  403  401", {}),
    Row("PUT", "/tickets/{open}/pin", "             401  404  404  204  204  204  204  403  401"),
    Row("PUT", "/tickets/{closed}/pin", "           401  404  404  404  204  404  404  403  401"),
    Row("DELETE", "/tickets/{open}/pin", "          401  404  404  204  204  204  204  403  401"),
    Row("DELETE", "/tickets/{closed}/pin", "        401  404  404  404  204  404  404  403  401"),
    Row("GET", "/tickets/{open}/explanation", "     401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/explanation", "   401  404  404  404  200  404  404  404  401"),
    Row("GET", "/tickets/{open}/readers", "         401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/readers", "       401  404  404  404  200  404  404  404  401"),
    Row("GET", "/tickets/{open}/watchers", "        401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/watchers", "      401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/watchers", "       401  404  404  201  201  201  201  403  401", {}),
    Row("POST", "/tickets/{closed}/watchers", "     401  404  404  404  201  404  404  403  401", {}),
    Row("DELETE", "/tickets/{open}/watchers/1", "   401  404  404  200  200  200  200  403  401"),
    Row("DELETE", "/tickets/{closed}/watchers/1", " 401  404  404  404  200  404  404  403  401"),
    Row("POST", "/tickets/{open}/parts/resolve", "  401  404  404  200  200  200  200  403  401", {"text": "Done"}),
    Row("POST", "/tickets/{closed}/parts/resolve", "401  404  404  404  200  404  404  403  401", {"text": "Done"}),
    Row("DELETE", "/tickets/{open}", "              401  403  404  403  403  204  204  403  401"),
    Row("DELETE", "/tickets/{closed}", "            401  403  404  404  403  404  404  403  401"),
    Row("GET", "/tickets/{binned}", "               401  404  404  404  404  404  404  404  401"),
    Row("GET", "/bin", "                            401  404  404  404  404  200  200  404  401"),
    Row("POST", "/bin/{binned}/restore", "          401  404  404  404  404  200  200  403  401"),
    Row("POST", "/bin/{open}/restore", "            401  404  404  404  404  404  404  403  401"),
    Row("GET", "/tickets/{open}/time", "            401  404  404  200  200  200  200  200  401"),
    Row("GET", "/tickets/{closed}/time", "          401  404  404  404  200  404  404  404  401"),
    Row("POST", "/tickets/{open}/time", "           401  404  404  201  201  201  201  403  401", {"time": "1h 20"}),
    Row("POST", "/tickets/{closed}/time", "         401  404  404  404  201  404  404  403  401", {"minutes": 5}),
    Row("DELETE", "/tickets/{open}/time/{spent}", " 401  404  404  200  403  200  200  403  401"),
    Row("DELETE", "/tickets/{closed}/time/{spent}", "401 404  404  404  422  404  404  403  401"),
    Row("POST", "/bulk/preview", "                  401  404  404  200  200  200  200  403  401", MANY),
    Row("POST", "/bulk", "                          401  404  404  202  202  202  202  403  401", MANY),
    Row("POST", "/bulk", "                          401  404  404  422  422  422  422  403  401", MANY_UNKNOWN),
    Row("POST", "/bulk", "                          401  404  404  202  202  202  202  403  401", MANY_FOUND),
    Row("POST", "/bulk", "                          401  404  404  422  422  422  422  403  401", MANY_MISTYPED),
    Row("GET", "/bulk", "                           401  404  404  200  200  200  200  200  401"),
    Row("GET", "/bulk/{run}", "                     401  404  404  200  404  404  404  200  401"),
    Row("POST", "/bulk/{run}/undo", "               401  404  404  202  404  404  404  403  401"),
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
