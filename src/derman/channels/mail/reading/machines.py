"""Mails that programs send without a mark of the standards: ticket systems, monitors, challenges, newsletters."""

from __future__ import annotations

import re

from .folding import ascii_lower, one_line
from .headers import Headers

# Fields that only programs write. A mail with one of them is answered by no person at once, and two ticket systems
# that answer each other never stop.
_FIELDS = (
    # mailing lists and newsletters (RFC 2369; RFC 5230, 4.6 tells automatic answers to leave them alone)
    "list-unsubscribe",
    "list-subscribe",
    "list-help",
    "list-post",
    "list-owner",
    "list-archive",
    # ticket systems
    "x-jira-fingerprint",
    "x-otrs-loop",
    "x-rt-loop-prevention",
    "x-servicenow-generated",
    "x-zendesk-email-id",
    "x-zendesk-from-account-id",
    "x-redmine-host",
    "x-bugzilla-reason",
    "x-github-reason",
    "x-gitlab-project",
    # monitors and timers
    "x-cron-env",
    "x-sentry-project",
    "tls-report-domain",  # RFC 8460
    # vacation programs and challenges
    "delivered-by-the-graces-of",
    "x-boxtrapper",
    "x-autoreply-from",
    "x-auto-reply-from",
)
# What fields say that people's mails carry as well.
_SAID = (
    ("x-post-messageclass", re.compile(r"autoresponder")),
    ("x-delivery-agent", re.compile(r"\btmda\b")),
    ("x-ms-exchange-generated-message-source", re.compile(r"rules? agent")),
    ("x-powered-by", re.compile(r"\b(?:otrs|znuny|zammad|osticket|glpi)\b")),
    (
        "x-mailer",
        re.compile(
            r"\b(?:zabbix|nagios|icinga|prtg|veeam|zendesk|zammad|osticket|otrs|znuny|glpi|jira|redmine|mantis(?:bt)?"
            r"|bizhub|workcentre|taskalfa|imagerunner|aficio"  # scanners
            r"|servicenow|uvdesk|mailchimp|sendy|phplist|acymailing|autorespond\w*|vacation)\b"
        ),
    ),
    # reports about a domain's mail go by their subject (RFC 7489, 7.2.1.1)
    ("subject", re.compile(r"^\s*report domain: ?\S+ submitter: ?\S+ report-id:")),
)


def sent_by_a_machine(headers: Headers) -> bool:
    """Whether a program sent the mail, by what only programs write into its header."""
    if any(name in headers for name in _FIELDS):
        return True
    return any(
        pattern.search(ascii_lower(one_line(value[:300]))) for name, pattern in _SAID for value in headers.get_all(name)
    )
