from django.apps import AppConfig


class ProblemsDoorConfig(AppConfig):
    name = "derman.web.problems"
    label = "web_problems"
