from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "derman.site"

    def ready(self) -> None:
        from derman.kernel import facts
        from derman.site.reactions import REACTIONS

        facts.install(REACTIONS)
