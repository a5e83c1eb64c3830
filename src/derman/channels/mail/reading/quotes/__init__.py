"""Cutting quote and signature off a mail: a table of languages and few rules."""

from .cutter import Kind, TextCut, cut_text, heap, sort_lines
from .lines import Line, Mark, lines_of

__all__ = ["Kind", "Line", "Mark", "TextCut", "cut_text", "heap", "lines_of", "sort_lines"]
