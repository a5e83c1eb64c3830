"""Where a ticket goes: to which team, and inside it to whom, with the reason on its timeline."""
