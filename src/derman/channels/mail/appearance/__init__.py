"""How the desk's mails look: the frame around them, and the signatures below what agents write."""
