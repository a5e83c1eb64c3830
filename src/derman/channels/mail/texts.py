"""The desk's own sentences in mails, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import Mailbox

AUTO_REPLY = {
    "en": (
        "Hello {name},\n\n"
        "Thank you for writing to us. Your request has the number #{number}: {subject}\n\n"
        "We will get back to you as soon as we can. To add something, simply reply to this mail. "
        "You can follow your request here:\n{link}\n\n"
        "{desk}"
    ),
    "tr": (
        "Merhaba {name},\n\n"
        "Bize yazdığınız için teşekkür ederiz. Talebiniz #{number} numarasıyla kaydedildi: {subject}\n\n"
        "En kısa sürede size dönüş yapacağız. Eklemek istediğiniz bir şey olursa bu e-postayı yanıtlamanız yeterli. "
        "Talebinizi buradan izleyebilirsiniz:\n{link}\n\n"
        "{desk}"
    ),
}
CLOSED = {
    "en": (
        "Hello {name},\n\n"
        "Thank you for writing to us. Your request has the number #{number}: {subject}\n\n"
        "We are closed at the moment and open again on {opens}. We will get back to you as soon as we can then. To add "
        "something, simply reply to this mail. You can follow your request here:\n{link}\n\n"
        "{desk}"
    ),
    "tr": (
        "Merhaba {name},\n\n"
        "Bize yazdığınız için teşekkür ederiz. Talebiniz #{number} numarasıyla kaydedildi: {subject}\n\n"
        "Şu anda kapalıyız. Yeniden açılacağımız zaman: {opens}. Ardından en kısa sürede size dönüş yapacağız. Eklemek "
        "istediğiniz bir şey olursa bu e-postayı yanıtlamanız yeterli. Talebinizi buradan izleyebilirsiniz:\n{link}\n\n"
        "{desk}"
    ),
}
PLACEHOLDERS = ("name", "number", "subject", "link", "desk")
CLOSED_PLACEHOLDERS = (*PLACEHOLDERS, "opens")
SIGNATURE_PLACEHOLDERS = ("agent", "team", "desk")
_MOMENTS = {"en": "l, j F, H:i", "tr": "j F l, H:i"}


def auto_reply(mailbox: Mailbox | None, language: str, values: Mapping[str, str]) -> str:
    """The auto-reply of a mailbox with its placeholders filled in. Braces of anything else stay as they are.

    With a value for `opens` the desk is closed: the mailbox's text for that, else its usual one, else the desk's.
    """
    usual = _own(mailbox.auto_reply_texts if mailbox else {}, language)
    if values.get("opens"):
        closed = _own(mailbox.closed_texts if mailbox else {}, language)
        text = closed or usual or CLOSED.get(language, CLOSED["en"])
    else:
        text = usual or AUTO_REPLY.get(language, AUTO_REPLY["en"])
    return fill(text, CLOSED_PLACEHOLDERS, values)


def _own(texts: Mapping[str, str], language: str) -> str:
    return str(texts.get(language) or texts.get("en") or "").strip()


def fill(text: str, names: Sequence[str], values: Mapping[str, str]) -> str:
    """`text` with `{name}` of each of `names` filled in; what was filled in is not filled again."""
    for name in names:
        # a subject may hold “{link}”
        text = text.replace("{" + name + "}", f"\0{name}\0")
    for name in names:
        text = text.replace(f"\0{name}\0", values.get(name, ""))
    return text


def moment_of_opening(language: str, opening: datetime, zone: str) -> str:
    """When the desk opens, in words: on the reader's clock where their zone is known, which is named if it differs."""
    there = opening.astimezone(ZoneInfo(zone)) if zone else opening
    with override(language):
        words = str(formats.date_format(there, _MOMENTS.get(language, _MOMENTS["en"])))
    return f"{words} ({zone})" if there.utcoffset() != opening.utcoffset() else words


def sign_in(language: str, desk: str, link: str, minutes: int) -> tuple[str, str]:
    """Subject and text of a mail with a link to sign in."""
    with override(language):
        subject = _("Your link to sign in to %(desk)s") % {"desk": desk}
        text = _(
            "Hello,\n\nopen this link to sign in to %(desk)s. It works once, within %(minutes)s minutes:\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, you can ignore this mail; nobody gets in without the link."
        ) % {"desk": desk, "minutes": minutes, "link": link}
    return subject, text


def confirm_address(language: str, desk: str, name: str, link: str) -> tuple[str, str]:
    """Subject and text of a mail by which somebody proves that they read an address."""
    with override(language):
        subject = _("Confirm your address for %(desk)s") % {"desk": desk}
        text = _(
            "Hello,\n\n%(name)s wants to use this address with %(desk)s. If that is you, open this link where you are "
            "signed in. It works once, within 24 hours:\n\n"
            "%(link)s\n\n"
            "If it is not you, you can ignore this mail; nothing changes without the link."
        ) % {"desk": desk, "name": name, "link": link}
    return subject, text


def test_mail(language: str, desk: str) -> tuple[str, str]:
    """Subject and text of a test mail."""
    with override(language):
        return (
            _("Test mail from %(desk)s") % {"desk": desk},
            _("This mail shows that %(desk)s can send from this mailbox. You need not do anything.") % {"desk": desk},
        )


def portal_line(language: str, link: str) -> str:
    """The line below a reply that says where the ticket stands."""
    with override(language):
        return _("Your request on the portal: %(link)s") % {"link": link}
