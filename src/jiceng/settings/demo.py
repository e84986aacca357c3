"""A demonstration on one's own computer: `jiceng demo`. Answers this computer only."""

from jiceng.settings import environment
from jiceng.settings.base import *  # noqa: F403
from jiceng.settings.base import DATA

SECRET_KEY = environment.kept_secret_key(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# The sign-in page shows the accounts of this folder; they are generated anew for each.
DEMONSTRATION = True

# E-mails are files in this folder: one a message, to be looked at; nothing leaves the computer.
MAILS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = "desk@jiceng.invalid"
ADDRESS = ADDRESS or "http://127.0.0.1:8000"  # noqa: F405
