from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "derman.channels.mail"
    label = "mail"
