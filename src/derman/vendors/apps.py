from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "derman.vendors"
