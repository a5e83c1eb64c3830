"""Several words are not looked for in the widest eras: words that are common each but seldom together cost too much."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("derman.search.migrations.0002_finding").FUNCTION
_LOOP = "EXIT WHEN first <= 0;"
assert _LOOP in _BEFORE
# every entry of a wide era would be looked up for nothing
FUNCTION = _BEFORE.replace(_LOOP, "EXIT WHEN first <= 0 OR (shift = 16 AND strpos(question::text, '&') > 0);")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_finding")]

    operations = [migrations.RunSQL(FUNCTION, _BEFORE)]
