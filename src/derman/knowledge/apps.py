from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "derman.knowledge"
