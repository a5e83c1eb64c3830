"""Many tickets at once: say what is wanted, see what would change, do it in the worker, take it back as a whole."""

from derman.tickets.actions.many.foreseeing import Foreseen, foresee
from derman.tickets.actions.many.running import change_many, take_back_run
from derman.tickets.actions.many.wanted import MOST, Named, Wanted

__all__ = ["MOST", "Foreseen", "Named", "Wanted", "change_many", "foresee", "take_back_run"]
