"""Macros: a saved reply with any verbs, which an agent has done to a ticket, or to many, in one go."""
