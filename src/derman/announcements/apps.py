from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "derman.announcements"
