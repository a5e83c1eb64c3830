from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "derman.insight"
