from django.db import migrations


class Migration(migrations.Migration):
    """How far the demo desk is that a worker makes: kernel.progress says why this is a sequence."""

    dependencies = [("kernel", "0002_failed_jobs")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE kernel_progress_demo MINVALUE 0 MAXVALUE 100",
            "DROP SEQUENCE kernel_progress_demo",
        ),
    ]
