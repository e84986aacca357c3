"""The suite: as in production wherever that costs nothing, and fast where safety is not what is tested."""

import os
import tempfile
from pathlib import Path

from jiceng.settings import environment
from jiceng.settings.base import *  # noqa: F403

SECRET_KEY = "for tests only; production refuses a key like this example"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

if not os.environ.get("JICENG_DATABASE_URL"):
    DATABASES = {"default": environment.sqlite(":memory:")}

# One round of argon2 takes as long as a whole test should.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MAILS = True  # into the suite's own box
ADDRESS = "https://party.example.cn"

_FILES = tempfile.TemporaryDirectory(prefix="jiceng-")  # gone with the process
MEDIA_ROOT = Path(_FILES.name)
DATA = Path(_FILES.name)  # the key that an installation signs with
