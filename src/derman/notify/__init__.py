"""Tells agents what concerns them: which news there is for whom, and of which they want a mail."""
