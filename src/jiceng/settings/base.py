"""What holds in every environment."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from jiceng.settings import environment

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
DATA = environment.data_folder()
ROOT_URLCONF = "jiceng.urls"
WSGI_APPLICATION = "jiceng.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database()}
# Evidence, handed out by a page that asks whose it is; no address leads to the folder itself.
MEDIA_ROOT = DATA / "files"

# The administration site of Django is left out: it writes without a service, so without a check or a record.
INSTALLED_APPS = [
    "jiceng.store",
    "jiceng.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "jiceng.web.middleware.without_traces",
    "django.middleware.security.SecurityMiddleware",
    # Pages compressed for bad lines; Django pads them at random, so a length tells nothing about a secret in them.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiceng.web.middleware.chosen_language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiceng.web.sessions.Watched",
    "jiceng.web.middleware.RefusalExplained",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# People

AUTH_USER_MODEL = "store.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Words and dates: Chinese first, English second. Django writes zh-hans dates as 2012年3月15日 by itself.

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each as its readers call it
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Reminders: so many days before something is due, and once when it is late. Without a mail server they stay on desks.

REMIND_DAYS = environment.whole_number("JICENG_REMIND_DAYS", usual=3, most=60)
ADDRESS = environment.address("JICENG_ADDRESS")
# What stands on ballot slips before /b/; "" = the name under which the slips are printed.
BOOTH_ADDRESS = environment.address("JICENG_BOOTH_ADDRESS")
MAILS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 20  # seconds

# What a browser may do with our pages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # ECharts sets style attributes on its elements. Scripts stay strict.
        "style-src-attr": [UNSAFE_INLINE],
        # Tabler draws ticks and arrows as data: images.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # everybody at a meeting is ticked in one save, one field a person
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; phones are shared
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_COOKIE_SAMESITE = "Lax"

# Styles, scripts and pictures: straight from the package, so that a checkout runs without a build step.

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
