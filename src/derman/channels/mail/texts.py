"""The desk's own sentences in mails, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping

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
PLACEHOLDERS = ("name", "number", "subject", "link", "desk")


def auto_reply(mailbox: Mailbox | None, language: str, values: Mapping[str, str]) -> str:
    """The auto-reply of a mailbox with its placeholders filled in. Braces of anything else stay as they are."""
    own = mailbox.auto_reply_texts if mailbox else {}
    text = str(own.get(language) or own.get("en") or "").strip() or AUTO_REPLY.get(language, AUTO_REPLY["en"])
    for name in PLACEHOLDERS:
        # what was filled in must not be filled again: a subject may hold “{link}”
        text = text.replace("{" + name + "}", f"\0{name}\0")
    for name in PLACEHOLDERS:
        text = text.replace(f"\0{name}\0", values.get(name, ""))
    return text


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
