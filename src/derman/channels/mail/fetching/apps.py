from django.apps import AppConfig


class FetchingConfig(AppConfig):
    name = "derman.channels.mail.fetching"
    label = "mail_fetching"
