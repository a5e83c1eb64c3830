"""What can go wrong with articles, as named errors with a sentence that says what to do."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base: the message is for the person who acts. `field` names the input that is wrong, if one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ArticleNotFound(KnowledgeError):
    """There is no such article, or the person may not see it; which of the two is not said."""


class NotAllowed(KnowledgeError):
    """The person sees the article but must not do this to it."""


class NeedsReview(NotAllowed):
    """A second person has to read it before it is published."""


class WrongInput(KnowledgeError):
    """A value cannot be used."""


class Overtaken(KnowledgeError):
    """Somebody else changed the article first."""
