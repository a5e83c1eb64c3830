from django.apps import AppConfig


class MajorsConfig(AppConfig):
    name = "derman.majors"
