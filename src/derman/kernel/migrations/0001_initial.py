from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from derman.kernel.folding import sql_function

CACHE = """
CREATE UNLOGGED TABLE kernel_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        # a later change of the folding table needs a migration that runs this again and reindexes what uses it
        migrations.RunSQL(sql_function(), "DROP FUNCTION derman_fold(text)"),
        # unlogged: what a cache forgets in a crash is made again
        migrations.RunSQL(CACHE, "DROP TABLE kernel_cache"),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=127)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
