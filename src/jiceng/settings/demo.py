"""A demonstration on one's own computer: `jiceng demo`. Answers this computer only."""

from jiceng.settings import environment
from jiceng.settings.base import *  # noqa: F403
from jiceng.settings.base import DATA

SECRET_KEY = environment.kept_secret_key(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# The sign-in page shows the accounts of this folder; they are generated anew for each.
DEMONSTRATION = True
