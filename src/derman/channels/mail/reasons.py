"""Why the ledger says what it says of a mail."""

from __future__ import annotations

from django.utils.translation import gettext_noop

# reason code → what it means, for whoever looks at the ledger
REASONS = {
    "": "",
    "token": gettext_noop("Answer to a mail of the desk"),
    "reference": gettext_noop("Belongs to an earlier mail"),
    "storm": gettext_noop("One of many of the same sender and subject: it joined their ticket"),
    "source_off": gettext_noop("An administrator switched this sender off"),
    "bounce": gettext_noop("Report about a mail of the desk"),
    "complaint": gettext_noop("A recipient reported a mail of the desk as spam"),
    "receipt": gettext_noop("Somebody opened a mail of the desk, says their mail program"),
    "own": gettext_noop("A mail of the desk that came back"),
    "duplicate": gettext_noop("The same mail was filed already"),
    "agent_answer": gettext_noop("An agent answered by mail"),
    "agent_kept": gettext_noop("An agent's answer that was not sent on; they were told why"),
    "agent_automatic": gettext_noop("An automatic answer from an agent's mailbox; it goes to nobody"),
    "agent_no_access": gettext_noop("An answer of somebody who may not see this ticket any more"),
    "agent_refused": gettext_noop("An answer in an agent's name, but the sender's domain says it is not from there"),
    "agent_stranger": gettext_noop("Sent to an agent's own reply address by somebody else"),
    "too_big": gettext_noop("It has more than 50 MB. Only its header is here; the mail itself lies on its server"),
    "by_person": gettext_noop("Somebody decided so"),
    "no_sender": gettext_noop("It does not say who sent it"),
    "bad_sender": gettext_noop("The sender's address cannot be used"),
    "file_missing": gettext_noop("Its file is missing in the data folder"),
    "crashed": gettext_noop("The worker stopped each time it read this mail"),
    "error": gettext_noop("It could not be filed because of an error"),
    "failed_1": gettext_noop("It could not be filed and is tried again"),
}
