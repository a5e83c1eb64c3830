from django.apps import AppConfig


class RadarConfig(AppConfig):
    name = "derman.radar"
