from django.apps import AppConfig


class RunbooksDoorConfig(AppConfig):
    name = "derman.web.runbooks"
    label = "web_runbooks"
