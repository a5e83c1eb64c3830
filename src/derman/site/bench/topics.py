# ruff: noqa: E501 -- sentences are not broken
"""What made-up tickets are about. Each topic holds what people say in the turns of a conversation about it.

Names in braces are filled in: {host}, {ip}, {tag}, {app}, {error}, {floor}, {city}, {printer}, {doc}, {amount}.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of trouble in one language. `category` is the place in the desk's first list of categories."""

    language: str
    category: int
    team: int  # 0 front line, 1 network, 2 systems, 3 ERP, 4 vendor, 5 closed
    share: int  # how often it comes, against others
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    replies: tuple[str, ...]
    followups: tuple[str, ...]
    notes: tuple[str, ...]
    solutions: tuple[str, ...]


ENGLISH = (
    Topic(
        "en", 2, 1, 8,
        ("VPN drops every few minutes", "Cannot connect to VPN from home", "VPN asks for the code again and again", "VPN error {error}"),
        ("Since this morning my VPN drops every ten minutes. I work from {city} and have to sign in again each time. The client says {error}.",
         "I cannot connect to the VPN from home. It stays on “connecting” and then shows error {error}. My laptop is {tag}.",
         "After the update of {app} the VPN asks for a code again and again. My colleague on floor {floor} has the same problem."),
        ("Could you tell me which network you are on, and send the log from the client? It is under Help, Diagnostics.",
         "I have renewed your certificate. Please restart the client and try again; the gateway is {host}.",
         "We see many dropped sessions on gateway {host} today. I have moved you to the second one."),
        ("It is the home network, the address is {ip}. The log is attached.", "I restarted and the error is still {error}.",
         "It held for an hour now, then dropped again."),
        ("Gateway {host} drops sessions after the idle timer. Same as last month.", "Certificate of {tag} expired yesterday, renewed.",
         "Split tunnel rule for {ip} was missing."),
        ("We have corrected the idle timer on {host}. The connection should hold from now on.",
         "The certificate on {tag} had expired and is renewed. You can connect again."),
    ),
    Topic(
        "en", 3, 0, 7,
        ("Printer {printer} does not print", "Paper jam again on floor {floor}", "Cannot print invoices", "Scan to mail fails with {error}"),
        ("The printer {printer} on floor {floor} does not print. The queue shows my {doc} but nothing comes out.",
         "There is a paper jam in {printer} every day. We print {doc} for customers and lose a lot of time.",
         "Scanning to mail fails with {error} since the password change. Printing works."),
        ("I have cleared the queue on {host}. Could you send the document again?",
         "The driver was outdated. I have installed the new one on {tag}; please restart the computer.",
         "A technician from the vendor comes tomorrow between nine and twelve."),
        ("Now it prints, but only black and white.", "Nothing yet, the display says {error}.", "Thank you, the {doc} came out."),
        ("Fuser of {printer} is at the end of its life, spare part ordered.", "Spooler on {host} hung, restarted.",
         "Toner for {printer} is in store, shelf {amount}."),
        ("The fuser of {printer} was replaced and we printed thirty pages without a jam.", "The mail account of the scanner has its new password."),
    ),
    Topic(
        "en", 0, 0, 9,
        ("Password forgotten", "Account locked", "New phone, cannot confirm sign-in", "Password reset for {app}"),
        ("My account is locked and I have a meeting with a customer in half an hour. Could you unlock it?",
         "I have a new phone and cannot confirm the sign-in any more. The old one is already given back.",
         "I forgot my password for {app}. The reset mail does not arrive."),
        ("I have unlocked your account. There were wrong tries from {host}; is this your device?",
         "For your security I call you at your number in the directory before I reset the second factor.",
         "The reset mail was held back. I have sent a new one; it is valid for thirty minutes."),
        ("Yes, this is my old laptop. The saved password there must be wrong.", "You can call me now.", "It works, thank you very much."),
        ("Identity checked by call-back.", "Old credentials on {host} locked the account again.", "Mail to the external address was in quarantine."),
        ("The old password on {host} is removed and your account stays unlocked.", "Your new phone is registered."),
    ),
    Topic(
        "en", 1, 2, 7,
        ("Outlook does not open", "Mailbox is full", "Shared calendar is missing", "Mails to {city} come back"),
        ("Outlook does not open since the update. It stays at “loading profile” and closes with {error}.",
         "My mailbox is full and I cannot send the {doc} to a customer. Can I have more space?",
         "The shared calendar of our team is gone. Yesterday it was still there.",
         "Mails to our partner in {city} come back with {error}."),
        ("I have made a new profile on {tag}. Please open Outlook again; the first start takes some minutes.",
         "Your quota is {amount} GB now. Older mails move to the archive tonight.",
         "The partner's server refuses us because of a list. We have asked for removal."),
        ("It opens now, but search finds nothing.", "The calendar is back, thanks.", "Still the same message, {error}."),
        ("Profile on {tag} was corrupt, rebuilt.", "{ip} was on a block list, removal requested.", "Permissions of the calendar were lost in the migration."),
        ("The index is rebuilt and search finds everything again.", "Our address is off the list; your mails arrive."),
    ),
    Topic(
        "en", 5, 3, 5,
        ("SAP shows dump {error}", "Cannot post invoice", "{app} is very slow today", "Month end closing stuck"),
        ("SAP shows dump {error} when I post an invoice of {amount}. The period is open.",
         "{app} is very slow today, every click takes half a minute. All of accounting is affected.",
         "The month end closing is stuck at step four. The {doc} must be with the auditors tonight."),
        ("Could you send a picture of the message, and the number of the document?", "A background job ran wild on {host}; we have stopped it.",
         "I have opened the period again for your user."),
        ("The number is {amount}, the picture is attached.", "It is faster now.", "Still stuck, the message is {error}."),
        ("Table statistics on {host} were stale.", "Note for {error} must be implemented in the next window.", "User lacks authorisation object."),
        ("The correction for {error} is in production.", "The closing ran through at night. All documents are posted."),
    ),
    Topic(
        "en", 7, 0, 5,
        ("New laptop for a colleague", "Second screen please", "Headset is broken", "Equipment for {amount} trainees"),
        ("A new colleague starts in {city} on Monday. We need a laptop, a screen and a headset.",
         "My headset is broken, callers hear an echo. Could I have a new one?", "I need a second screen for the {doc}."),
        ("The laptop is {tag}; it is ready for collection on floor {floor}.", "Your manager has approved it. Delivery takes three days."),
        ("Perfect, I will collect it tomorrow.", "Could it be delivered to {city}?"),
        ("{tag} from stock, image installed.", "Cost centre confirmed."),
        ("{tag} was handed over.", "The headset was delivered to your desk."),
    ),
    Topic(
        "en", 8, 2, 3,
        ("Suspicious mail with an invoice", "I clicked a link", "Virus warning on {tag}", "Strange sign-in from {city}"),
        ("I got a suspicious mail with a {doc} that I did not expect. I have not opened it.",
         "I clicked a link in a mail and typed my password. What should I do now?", "There is a virus warning on {tag}: {error}."),
        ("Thank you for telling us. Please do not switch the computer off; we isolate it from the network.",
         "We have ended all your sessions. Please choose a new password now."),
        ("Done. Is my data safe?", "The warning came again."),
        ("Sender domain blocked, {amount} recipients in the company.", "{tag} isolated, image taken. IP {ip}."),
        ("The mail was removed from all mailboxes. Nobody else opened it.", "{tag} is clean and back on the network."),
    ),
)  # fmt: skip
