from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0010_approvals")]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="answer_hours",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="by_provider",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="signature_texts",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        # one text for everybody becomes the text of each language
        migrations.RunSQL(
            "UPDATE mail_mailbox SET signature_texts = jsonb_build_object('en', signature, 'tr', signature)"
            " WHERE signature <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="mailbox", name="signature"),
    ]
