"""An installed desk upgrades without loss: models and migrations agree."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
