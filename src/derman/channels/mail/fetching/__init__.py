"""Fetching: mailboxes of other servers (IMAP, POP3) from which the desk takes its mail.

What comes in this way goes through `channels.mail.intake.store` like everything else. Nothing depends on flags: the
desk remembers by itself which mails it has (`FetchedMail`), and what is there twice is found by its digest.
"""
