from django.apps import AppConfig


class VendorsDoorConfig(AppConfig):
    name = "derman.web.vendors"
    label = "web_vendors"
