"""A service that asks a question and needs work, and how somebody asks for it."""

from derman.tickets import actions
from derman.tickets.models import Approval

QUESTION = [{"key": "why", "type": "text", "labels": {"en": "Why?", "tr": "Neden?"}, "required": True}]
TASKS = [
    [{"labels": {"en": "Order it"}, "days": 2}, {"labels": {"en": "Make the account"}}],
    [{"labels": {"en": "Hand it over"}}],
]


def ask(person, service, **given):
    given = given or {"why": "The old one is slow"}
    return actions.ask_for(actor=person, requester=person, service=service.pk, given=given).ticket


def asked(ticket, step=0):
    return Approval.objects.get(ticket=ticket, step=step, state="asked")
