from django.apps import AppConfig


class PagerConfig(AppConfig):
    name = "derman.channels.pager"
    label = "pager"
