"""Then: what rules and macros do. What they name by its id may be gone by the time they run: so it is read again."""

from derman.automation.steps.checking import MOST, checked, known_of
from derman.automation.steps.plan import Gone, Plan, Step, told
from derman.automation.steps.verbs import FIELD, VERBS, planned, value_for, verb_of

__all__ = [
    "FIELD",
    "MOST",
    "VERBS",
    "Gone",
    "Plan",
    "Step",
    "checked",
    "known_of",
    "planned",
    "told",
    "value_for",
    "verb_of",
]
