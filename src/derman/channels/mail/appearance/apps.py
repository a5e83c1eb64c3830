from django.apps import AppConfig


class AppearanceConfig(AppConfig):
    name = "derman.channels.mail.appearance"
    label = "mail_appearance"
