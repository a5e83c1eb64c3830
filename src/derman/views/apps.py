from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "derman.views"
