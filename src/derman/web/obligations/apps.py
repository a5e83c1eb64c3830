from django.apps import AppConfig


class ObligationPagesConfig(AppConfig):
    name = "derman.web.obligations"
    label = "desk_obligations"
