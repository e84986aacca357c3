"""A county's server. Refuses to start with a setting that would expose people."""

from django.core.exceptions import ImproperlyConfigured

from jiceng.settings import environment
from jiceng.settings.base import *  # noqa: F403

if environment.is_yes("JICENG_DEBUG") or environment.is_yes("DEBUG"):
    raise ImproperlyConfigured(
        "JICENG_DEBUG asks for pages that show the program's insides to any visitor. "
        "Unset it here; to look into a fault, run jiceng demo on a copy of the data."
    )

DATA = environment.production_data_folder()
SECRET_KEY = environment.production_secret_key()
ALLOWED_HOSTS = environment.production_hosts()

encrypted = not environment.is_yes("JICENG_PLAIN_HTTP")
SECURE_SSL_REDIRECT = encrypted
SESSION_COOKIE_SECURE = encrypted
CSRF_COOKIE_SECURE = encrypted
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if encrypted else 0
# Whether other hosts of the county's domain are encrypted is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if environment.is_yes("JICENG_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Collected once by `python -m django collectstatic`, named by content and compressed.
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A mail server, where JICENG_MAIL_URL names one; else reminders stay on desks.
mail = environment.mail()
MAILS = bool(mail)
globals().update(mail)

# Errors go where the service manager keeps them. Django's records hold addresses of pages, never form contents.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
