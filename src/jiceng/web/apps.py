"""The pages, as Django installs them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jiceng.web"

    def ready(self) -> None:
        from jiceng.web import quiet, sessions

        sessions.mark_every_sign_in()
        quiet.silence()
