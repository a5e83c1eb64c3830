"""The domains that the desk writes from: the key by which it signs, and what DNS says of them."""
