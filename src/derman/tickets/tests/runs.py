"""Many tickets changed and taken back, as the worker does it."""

from derman.tickets import actions, queries
from derman.tickets.actions.many import running


def run(actor, tickets, **wanted):
    """The change made to these tickets, as the worker makes it."""
    begun = actions.change_many(actor=actor, numbers=[ticket.pk for ticket in tickets], wanted=wanted)
    running.go_on(run=begun.pk)
    return queries.run_of(actor, begun.pk)


def take_back(actor, found):
    actions.take_back_run(actor=actor, run=found.run.pk)
    running.go_on(run=found.run.pk)
    return queries.run_of(actor, found.run.pk)
