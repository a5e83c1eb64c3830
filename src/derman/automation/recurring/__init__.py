"""Tickets that come again and again: templates with tasks, opened by the calendar or by hand."""
