"""Agents and their own mailboxes: what they are told by mail, and what they answer by mail."""
