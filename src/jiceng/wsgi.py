"""What gunicorn loads: `gunicorn jiceng.wsgi`. The settings are production's unless the environment names others."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiceng.settings.production")

application = get_wsgi_application()
