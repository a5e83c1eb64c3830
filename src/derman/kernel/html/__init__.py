"""Safe HTML: what came from outside becomes plain structure before it is stored or shown; text to HTML and back."""

from derman.kernel.html.cleaning import clean
from derman.kernel.html.reading import LIMIT
from derman.kernel.html.texts import from_text, from_text_with_quotes, to_text

__all__ = ["LIMIT", "clean", "from_text", "from_text_with_quotes", "to_text"]
