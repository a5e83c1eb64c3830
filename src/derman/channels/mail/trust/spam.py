"""Is a mail spam? By what people decided, what they said before, and what the filter before the desk says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from derman.channels.mail.reading import Headers
from derman.channels.mail.trust.models import RuleKind, TrustSettings
from derman.channels.mail.trust.policy import Known
from derman.channels.mail.trust.verdict import SenderProof

DOMAIN_SAID = 3  # so many different addresses of a domain were spam, and none was not: the domain is
# where everybody can have an address, one sender says nothing about the others
EVERYBODYS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.com.tr",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.com.tr",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "yandex.com",
        "yandex.com.tr",
        "yandex.ru",
        "mail.ru",
        "gmx.de",
        "gmx.net",
        "web.de",
        "proton.me",
        "protonmail.com",
        "aol.com",
        "mynet.com",
        "t-online.de",
        "orange.fr",
        "free.fr",
        "qq.com",
        "163.com",
    }
)
_YES = re.compile(r"\s*(?:yes|true|1)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(-?\d{1,4}(?:\.\d{1,6})?)")
_STATUS_SCORE = re.compile(r"\b(?:score|hits)=\s*(-?\d{1,4}(?:\.\d{1,6})?)", re.IGNORECASE)
_RSPAMD = re.compile(r"\[\s*(-?\d{1,4}(?:\.\d{1,6})?)\s*/")
_SCL = re.compile(r"(?:^|;)\s*SCL\s*:\s*(-?\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spam:
    """Why a mail is spam: a code (`queries.SPAM_WHY` has the words), and what it names."""

    why: str
    detail: str = ""

    def record(self) -> dict[str, str]:
        return {"why": self.why, "detail": self.detail}


def judge(headers: Headers, known: Known, address: str, proof: SenderProof, *, through_server: bool) -> Spam | None:
    """The reason why a mail is spam, or None.

    What people decided comes first, the list of the allowed before that of the blocked; but nobody is let through
    under a name that is proven not to be theirs. Marks in the header count only where a server of ours wrote them.
    """
    if known.rule(RuleKind.ALLOW) and proof is not SenderProof.FAILED:
        return None
    if pattern := known.rule(RuleKind.BLOCK):
        return Spam("blocked", pattern)
    settings = known.settings
    domain = address.rpartition("@")[2]
    if settings.learns and known.said > 0:
        return Spam("learned", address)
    if settings.learns and known.said == 0 and known.domain_said >= DOMAIN_SAID and domain not in EVERYBODYS:
        return Spam("learned_domain", domain)
    if through_server and settings.honours_verdicts and known.said >= 0:
        return _marked(headers, settings)
    return None


def _marked(headers: Headers, settings: TrustSettings) -> Spam | None:
    """What SpamAssassin, Rspamd, Exchange and their like wrote into the header.

    A score decides by the desk's own threshold, also where the filter's verdict is another; else the verdict does.
    """
    status = headers.get("x-spam-status")
    scores = (
        ("X-Spam-Status", _STATUS_SCORE.search(status)),
        ("X-Spam-Score", _NUMBER.match(headers.get("x-spam-score").strip())),
        ("X-Rspamd-Score", _NUMBER.match(headers.get("x-rspamd-score").strip())),
        ("X-Spamd-Result", _RSPAMD.search(headers.get("x-spamd-result")[:400])),
    )
    for name, score in scores:
        if score is not None:
            marked = float(score[1]) >= settings.spam_score
            return Spam("score", f"{name}: {score[1]} ≥ {settings.spam_score:g}") if marked else None
    for name, level in (
        ("X-MS-Exchange-Organization-SCL", _NUMBER.match(headers.get("x-ms-exchange-organization-scl").strip())),
        ("X-Forefront-Antispam-Report", _SCL.search(headers.get("x-forefront-antispam-report")[:2000])),
    ):
        if level is not None and float(level[1]) >= settings.spam_scl:
            return Spam("score", f"{name}: SCL {level[1]} ≥ {settings.spam_scl}")
    for name in ("X-Spam-Flag", "X-Spam-Status", "X-Spam"):
        if _YES.match(headers.get(name)):
            return Spam("marked", name)
    return None
