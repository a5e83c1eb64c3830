from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "derman.web.accounts"
