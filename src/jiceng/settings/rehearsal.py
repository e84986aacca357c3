"""A rehearsal: a county of its own in the memory of one process, gone with it. Never the data of an installation."""

import tempfile
from pathlib import Path

from jiceng.settings import environment
from jiceng.settings.base import *  # noqa: F403

SECRET_KEY = "of a rehearsal, whose people and sessions end with the process"
ALLOWED_HOSTS = ["testserver"]
DATABASES = {"default": environment.sqlite(":memory:")}
# Thirty invented people sign in; what argon2 protects is not there.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_FILES = tempfile.TemporaryDirectory(prefix="jiceng-rehearsal-")
MEDIA_ROOT = Path(_FILES.name)
DATA = Path(_FILES.name)
