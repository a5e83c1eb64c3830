from django.apps import AppConfig


class DomainsConfig(AppConfig):
    name = "derman.channels.mail.domains"
    label = "mail_domains"
