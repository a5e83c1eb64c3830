"""The set-up wizard: from the one-time address that the desk printed to the queue with its first ticket."""
