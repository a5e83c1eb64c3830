"""Saved replies: texts that agents write once and use often, with places for what differs from ticket to ticket."""
