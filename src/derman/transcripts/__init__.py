"""Conversations to take along: what was said on a ticket, to print, as a PDF or as a mail."""
