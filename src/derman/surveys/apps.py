from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "derman.surveys"
