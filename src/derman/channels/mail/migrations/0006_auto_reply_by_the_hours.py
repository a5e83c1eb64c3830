from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_unreachable_addresses")]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="auto_reply_when",
            field=models.CharField(
                choices=[
                    ("always", "Always"),
                    ("closed", "Outside business hours"),
                    ("holidays", "On holidays"),
                    ("never", "Never"),
                ],
                db_default="always",
                default="always",
                max_length=8,
                verbose_name="auto-reply",
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="closed_texts",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.RunSQL(
            "UPDATE mail_mailbox SET auto_reply_when = 'never' WHERE NOT auto_reply",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="mailbox", name="auto_reply"),
    ]
