"""What the large mail providers ask their customers to put into DNS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailProvider:
    """By which servers one sends, and what a domain needs for that. `{dashed}` in `mx` is the domain with dashes."""

    name: str
    servers: tuple[str, ...]  # ends of the names of its outgoing servers
    spf: str  # what an SPF record must include
    selectors: tuple[str, ...]  # under which it signs, once its customer switched that on
    mx: str


PROVIDERS = (
    MailProvider(
        "Google Workspace",
        (".gmail.com", ".googlemail.com", "smtp-relay.gmail.com"),
        "_spf.google.com",
        ("google",),
        "1 smtp.google.com.",
    ),
    MailProvider(
        "Microsoft 365",
        (".office365.com", ".outlook.com"),
        "spf.protection.outlook.com",
        ("selector1", "selector2"),
        "0 {dashed}.mail.protection.outlook.com.",
    ),
    MailProvider(
        "Yandex 360",
        (".yandex.com", ".yandex.ru", ".yandex.com.tr", ".yandex.net"),
        "_spf.yandex.net",
        ("mail",),
        "10 mx.yandex.net.",
    ),
    MailProvider("Amazon SES", (".amazonaws.com",), "amazonses.com", (), ""),
    MailProvider("SendGrid", (".sendgrid.net",), "sendgrid.net", ("s1", "s2"), ""),
    MailProvider("Mailgun", (".mailgun.org",), "mailgun.org", (), ""),
    MailProvider("Brevo", (".brevo.com", ".sendinblue.com"), "spf.brevo.com", ("mail", "brevo1"), ""),
    MailProvider("Zoho", (".zoho.com", ".zoho.eu"), "zohomail.com", ("zmail", "zoho"), "10 mx.zoho.com."),
)
# domains whose records are nobody's to change but the provider's
PUBLIC = frozenset((
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "yahoo.com"),
    *("yandex.com", "yandex.com.tr", "yandex.ru", "mail.ru", "gmx.de", "gmx.net", "web.de", "mynet.com", "proton.me"),
))  # fmt: skip


def provider_of(host: str) -> MailProvider | None:
    """Whose outgoing server is this?"""
    name = "." + host.rstrip(".").lower()  # protocol
    return next((one for one in PROVIDERS if name.endswith(one.servers)), None)
