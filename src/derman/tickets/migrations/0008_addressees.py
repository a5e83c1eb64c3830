import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0007_mailed_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="bcc",
            field=models.CharField(blank=True, db_default="", max_length=1000),
        ),
        migrations.AddField(
            model_name="draft",
            name="left_out",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="to",
            field=models.CharField(blank=True, db_default="", max_length=1000),
        ),
        migrations.AddField(
            model_name="laterreply",
            name="bcc",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="laterreply",
            name="keep",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="laterreply",
            name="left_out",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="laterreply",
            name="to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="bcc",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="left_out",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), blank=True, db_default=[], default=list
            ),
        ),
    ]
