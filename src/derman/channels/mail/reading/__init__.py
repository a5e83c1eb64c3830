"""Understanding mail: from the bytes of a message to what it says.

`read_mail` is the way in. The package stands alone: no framework, no database, only
the standard library.
"""

from .addresses import Address, read_addresses
from .headers import Headers
from .invitations import Invitation
from .mail import Attachment, Automatic, Bounce, Mail, Protection
from .outlook import as_mail, is_saved_mail
from .reader import read_mail
from .record import as_record

__all__ = [
    "Address",
    "Attachment",
    "Automatic",
    "Bounce",
    "Headers",
    "Invitation",
    "Mail",
    "Protection",
    "as_mail",
    "as_record",
    "is_saved_mail",
    "read_addresses",
    "read_mail",
]
