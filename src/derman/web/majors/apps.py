from django.apps import AppConfig


class MajorsDoorConfig(AppConfig):
    name = "derman.web.majors"
    label = "web_majors"
