from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "derman.channels.mail.trust"
    label = "mail_trust"
