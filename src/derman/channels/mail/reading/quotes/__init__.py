"""Cutting quote and signature off a mail: a table of languages and few rules."""

from .between import with_answered
from .cutter import TextCut, cut_text, heaps, sort_lines
from .forwarding import Forwarding, forwarding_of
from .kinds import Kind
from .lines import Line, Mark, lines_of

__all__ = [
    "Forwarding",
    "Kind",
    "Line",
    "Mark",
    "TextCut",
    "cut_text",
    "forwarding_of",
    "heaps",
    "lines_of",
    "sort_lines",
    "with_answered",
]
