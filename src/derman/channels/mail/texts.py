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
        "{soon} To add something, simply reply to this mail. "
        "You can follow your request here:\n{link}\n\n"
        "{desk}"
    ),
    "tr": (
        "Merhaba {name},\n\n"
        "Bize yazdığınız için teşekkür ederiz. Talebiniz #{number} numarasıyla kaydedildi: {subject}\n\n"
        "{soon} Eklemek istediğiniz bir şey olursa bu e-postayı yanıtlamanız yeterli. "
        "Talebinizi buradan izleyebilirsiniz:\n{link}\n\n"
        "{desk}"
    ),
}
CLOSED = {
    "en": (
        "Hello {name},\n\n"
        "Thank you for writing to us. Your request has the number #{number}: {subject}\n\n"
        "We are closed at the moment and open again on {opens}. {soon} To add "
        "something, simply reply to this mail. You can follow your request here:\n{link}\n\n"
        "{desk}"
    ),
    "tr": (
        "Merhaba {name},\n\n"
        "Bize yazdığınız için teşekkür ederiz. Talebiniz #{number} numarasıyla kaydedildi: {subject}\n\n"
        "Şu anda kapalıyız. Yeniden açılacağımız zaman: {opens}. {soon} Eklemek "
        "istediğiniz bir şey olursa bu e-postayı yanıtlamanız yeterli. Talebinizi buradan izleyebilirsiniz:\n{link}\n\n"
        "{desk}"
    ),
}
# what stands for {soon} in the desk's own texts: without and with a likely time
SOON = {"en": "We will get back to you as soon as we can.", "tr": "En kısa sürede size dönüş yapacağız."}
ANSWER_BY = {
    "en": "We usually answer by {answer_by}.",
    "tr": "Genellikle en geç şu zamana kadar yanıt veririz: {answer_by}.",
}
PLACEHOLDERS = ("name", "number", "subject", "link", "desk", "answer_by")
CLOSED_PLACEHOLDERS = (*PLACEHOLDERS, "opens")
SIGNATURE_PLACEHOLDERS = ("agent", "team", "desk", "ticket")
_MOMENTS = {"en": "l, j F, H:i", "tr": "j F l, H.i"}


def auto_reply(mailbox: Mailbox | None, language: str, values: Mapping[str, str]) -> str:
    """The auto-reply of a mailbox with its placeholders filled in. Braces of anything else stay as they are.

    With a value for `opens` the desk is closed: the mailbox's text for that, else its usual one, else the desk's.
    """
    closed, timed = bool(values.get("opens")), bool(values.get("answer_by"))
    text = in_language(mailbox.auto_reply_texts if mailbox else {}, language)
    if closed:
        text = in_language(mailbox.closed_texts if mailbox else {}, language) or text
    return fill(text or default_text(language, closed=closed, timed=timed), CLOSED_PLACEHOLDERS, values)


def default_text(language: str, *, closed: bool = False, timed: bool = False) -> str:
    """The auto-reply of a mailbox that has none of its own; `timed`: it says until when one usually answers."""
    texts, soon = (CLOSED if closed else AUTO_REPLY), (ANSWER_BY if timed else SOON)
    return texts.get(language, texts["en"]).replace("{soon}", soon.get(language, soon["en"]))


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What was written for a language, else the English text; empty for neither."""
    return str(texts.get(language) or texts.get("en") or "").strip()


def fill(text: str, names: Sequence[str], values: Mapping[str, str]) -> str:
    """`text` with `{name}` of each of `names` filled in; what was filled in is not filled again."""
    for name in names:
        # a subject may hold “{link}”
        text = text.replace("{" + name + "}", f"\0{name}\0")
    for name in names:
        text = text.replace(f"\0{name}\0", values.get(name, ""))
    return text


def moment_in_words(language: str, moment: datetime, zone: str) -> str:
    """A moment in words: on the reader's clock where their zone is known, which is named if it differs."""
    there = moment.astimezone(ZoneInfo(zone)) if zone else moment
    with override(language):
        words = str(formats.date_format(there, _MOMENTS.get(language, _MOMENTS["en"])))
    return f"{words} ({zone})" if there.utcoffset() != moment.utcoffset() else words


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


def rest_line(language: str, link: str) -> str:
    """The line below the beginning of an answer that is too long for a mail; `link` may be empty."""
    with override(language):
        if not link:
            return _("This is long. All of it is in the attached file.")
        return _("This answer is long. All of it is in the attached file and on the portal: %(link)s") % {"link": link}


def whole_file(language: str, number: int | None) -> str:
    """The name of the file that holds all of a long answer."""
    with override(language):
        return _("answer-%(number)s.txt") % {"number": number or 0}
