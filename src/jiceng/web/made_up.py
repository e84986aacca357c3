"""Whether what a page or paper says is made up: then it carries 演示数据."""

from django.conf import settings

from jiceng.store.models import Organisation


def made_up(of: Organisation | None = None) -> bool:
    """True in the demonstration, whatever it is about; elsewhere for an organisation that was invented."""
    return bool(getattr(settings, "DEMONSTRATION", False)) or (of is not None and of.invented)
