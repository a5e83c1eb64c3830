from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "derman.assets"
