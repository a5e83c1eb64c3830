from django.apps import AppConfig


class TrackersDoorConfig(AppConfig):
    name = "derman.web.trackers"
    label = "web_trackers"
