from django.db import migrations


class Migration(migrations.Migration):
    """Every page of the settings says how many jobs failed: that must not scan the jobs of a whole day."""

    dependencies = [("kernel", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX kernel_failed_jobs ON procrastinate_jobs (id DESC) WHERE status = 'failed'",
            "DROP INDEX kernel_failed_jobs",
        ),
    ]
