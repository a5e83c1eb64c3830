"""Where addresses stand in the words of mail servers, and whose they are."""

import re

_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,100}@[A-Za-z0-9][A-Za-z0-9._-]{0,200}[A-Za-z0-9]"
ADDRESS = re.compile(_ADDRESS)


def _around(*pieces: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern out of pieces; `ADDRESS` in them is the address that is meant."""
    return re.compile("".join(pieces).replace("ADDRESS", f"(?P<address>{_ADDRESS})"), flags)


def _one_of(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


# A line with an address at its head, and then nothing, or a colon and a reason.
HEADED = _around(
    r"[\s>*|\u2022-]{0,12}(?:\"[^\"]{0,80}\"\s*)?[\"'<]{0,2}ADDRESS[\"'>]{0,2}",
    # "a@x <b@y>", "a@x<mailto:a@x>", "a@x (expanded from b@y)"
    rf"(?:<mailto:[^<>\s]{{1,200}}>|\s*<(?P<inner>{_ADDRESS})>|\s*\([^()]{{0,120}}\))?\s*",
    _one_of(
        r"$",
        r"[:;,.]\s*$",
        r":\s",
        r";\s",
        r"\.{2,3}\s",
        r"\s+on\s",
        r"\s+\(?(?:reading|unknown|user|mailbox|unrouteable|failed|rejected|invalid|not |no )",
        r"\s*\[",
        r"\s*[-=]+>?\s",
        r",\s*\d",
    ),
    flags=0,
)
MAILTO = _around(r"[^<>@\n]{1,100}<mailto:ADDRESS>\s*$", flags=0)
COMMAND = _around(r"RCPT TO:?\s*:?\s*<?\s*ADDRESS")
REPLY = _around(
    r"\b[45]\d\d[ -](?:#?\d\.\d{1,3}\.\d{1,3}[ :]{1,3})?[\"'<(]{1,2}ADDRESS[\"'>)]{1,2}",
)
LABELLED = _around(
    _one_of(
        r"recipients?(?: address)?",
        r"smtp(?==)",
        r"(?:undeliverable|failed|invalid|unknown|original|e-?mail|final)\s+"
        r"(?:address|recipient|user|delivery userid|mailbox)",
        r"unknown user|userid|user|mailbox|account|addressee|address(?:es)?",
        r"(?:originally )?addressed to",
        r"destinataire|empf[aä]nger|alıcı|alici|kime|destinatario|получател\w{1,4}|adres\w{0,3}",
        r"宛先|受信者|收件人",
    ),
    r"\s*(?:\(s\)|\(es\))?\s*[:=]?\s*[\[\"'<(]{0,2}ADDRESS",
)
TOLD = _around(
    _one_of(
        r"(?:deliver|sen[dt]|reach|rout|forward|mail|message|attempt|gateway|quota violation|failed)"
        + r"[^@\n]{0,70}?\b(?:to|for|the user|recipients?|address|attempts:)\s*[:(]?\s*",
        r"(?:to|for|user|recipient|address|mailbox|account) ",
    ),
    r"[\"'<(]{0,2}ADDRESS",
)
REASONED = _around(
    r"ADDRESS[\"'>)\]]{0,2}[^@\n]{0,60}?",
    _one_of(
        r"unknown|not |n't|no such|failed|undeliver|reject|quota|full|disabled|unavailable",
        r"invalid|illegal|expired",
        r"adresine|adlı|bulunamad|teslim|iletil|nicht|n'a|no se|недоступ|не ",
    ),
)
EXPANDED = _around(r"\((?:expanded|generated) from:? <?ADDRESS>?\)")
"""The address that was written, where what it stands for is a program or a list."""
TIERS: tuple[tuple[re.Pattern[str], ...], ...] = (
    (HEADED, MAILTO),
    (COMMAND, REPLY),
    (LABELLED,),
    (TOLD, REASONED),
)
"""From the best evidence to the weakest; the first that names anybody counts."""

# Words before an address (folded) that make it the sender's, or that of people to ask.
OTHERS = re.compile(
    _one_of(
        r"mail from|from|sender|sent by|message-?id|message id|message from|generated from",
        r"return-?path|envelope|contact|postmaster|assistance|help|support|forward|write to",
        r"reply[- ]to|complain\w*|administrator|abuse",
        r"e-?mail us|consult|report(?:ed)? (?:this |it )?to|please (?:send|mail|e-?mail|contact|forward)",
        r"dear|hello|\bby|\bid|\bhi|bonjour|merhaba|sayin",
    )
    + r"[\s:=<\"'(]{0,5}(?:address |e-?mail |mail |an e-?mail to |a message to |to |at |the )?"
    r"[\s:=<\"'(]{0,3}$"
)
SENDING = re.compile(r"mail from[\s:=<]{0,4}$")
ASKING = re.compile(r"contact|assist|help|mail to|write")
REPEATED = re.compile(r"\s{1,12}(?:To|From|Cc|Kime|Kimden|An|Von|À|De|Para)\s*:", re.IGNORECASE)
"""A line in which a bounce repeats what the mail said of itself."""
OFFICE = re.compile(
    _one_of(
        r"postmaster|mailer-daemon|mail-daemon|hostmaster|webmaster|administrator|admin",
        r"abuse|support|helpdesk|info-?center|noreply|no-reply",
    )
    + "@",
    re.IGNORECASE,
)
LIST_OF_NAMES = re.compile(
    r"(?:following|these|this) (?:recipients?|address(?:es)?|users?)\b.{0,120}:\s*$", re.IGNORECASE
)
NAME = re.compile(r"[\s<\"*-]{0,8}([A-Za-z0-9][A-Za-z0-9._-]{1,60})[>\"]?\s*$")

_TRACE_FIELDS = r"Received|Return-Path|DKIM-Signature|X-Received|Delivered-To|X-Google-Smtp-Source|ARC-Seal"
TRACE = re.compile(rf"[> \t]{{0,6}}(?:{_TRACE_FIELDS})[ ]?:", re.IGNORECASE)
"""A field that stands at the top of a mail and nowhere else."""
HEADER = re.compile(
    rf"(?:{_TRACE_FIELDS}|Message-ID|MIME-Version|X-[A-Za-z-]{{2,40}}|From|To|Date|Subject)[ ]?:",
    re.IGNORECASE,
)
