from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

from derman.kernel import folding


def fold_sql() -> str:
    """First form; the text engineer replaces this."""
    single = {code: to for code, to in folding.table().items() if len(to) == 1}
    quote = lambda text: "E'" + "".join(f"\\U{ord(sign):08x}" for sign in text) + "'"  # noqa: E731
    removed = "".join(chr(code) for code, to in folding.table().items() if not to)
    before, after = "".join(map(chr, single)) + removed, "".join(single.values())
    return f"""CREATE OR REPLACE FUNCTION derman_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
        SELECT btrim(regexp_replace(lower(CASE WHEN octet_length(given) = char_length(given) THEN given ELSE translate(given, {quote(before)}, {quote(after)}) END COLLATE "C"), '\\s+', ' ', 'g')) $fold$"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(fold_sql(), "DROP FUNCTION IF EXISTS derman_fold(text)"),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=127)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE kernel_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL); CREATE INDEX kernel_cache_expires ON kernel_cache (expires)",
            "DROP TABLE kernel_cache",
        ),
    ]
