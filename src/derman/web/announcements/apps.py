from django.apps import AppConfig


class AnnouncementsDoorConfig(AppConfig):
    name = "derman.web.announcements"
    label = "web_announcements"
