"""The form of a row in the table of languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language.

    `openers` begin an attribution before its date ("On", "Am"); `verbs` say that
    somebody wrote; `sender`, `date`, `to`, `copy`, `subject` are the labels of header
    blocks; `original` and `forwarded` stand between dashes above a quoted or forwarded
    mail; `phone` are whole lines that phones and apps put under a mail, as patterns in
    which `@` stands for a few words (a device, an app).
    """

    code: str
    openers: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
