from django.apps import AppConfig


class TeachingDoorConfig(AppConfig):
    name = "derman.web.teaching"
    label = "web_teaching"
