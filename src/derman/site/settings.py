"""Django's settings. What differs between installations comes from `environment`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from derman.site.environment import environment
from derman.site.log_filter import in_one_line, tells_more
from derman.site.postgres import django_database

ENV = environment()
ROOT = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
DERMAN_DATA = ENV.data
DERMAN_URL = ENV.url
DERMAN_PORTAL_URL = ENV.portal_url  # where requesters are: in mails, sitemap, canonical addresses
DERMAN_MAIL_URL = ENV.mail_url
DERMAN_SMTP_HOST, DERMAN_SMTP_PORT = ENV.smtp_host, ENV.smtp_port
DERMAN_SMTP_CERT, DERMAN_SMTP_KEY = ENV.smtp_cert, ENV.smtp_key

_public = urlsplit(ENV.url)
_portal = urlsplit(ENV.portal_url)
_secure = _public.scheme == "https"
_hosts = [host for host in (_public.hostname, _portal.hostname) if host]
ALLOWED_HOSTS = ["*"] if DEBUG else [*_hosts, "localhost", "127.0.0.1", "[::1]", ENV.host]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{one.netloc}" for one in (_public, _portal)]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    "derman_session",
    "derman_csrf",
    "derman_language",
)
SESSION_ENGINE = "derman.web.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "derman.kernel",
    "derman.people",
    "derman.desk",
    "derman.knowledge",
    "derman.catalogue",
    "derman.runbooks",
    "derman.assets",
    "derman.teaching",
    "derman.tickets",
    "derman.announcements",
    "derman.sla",
    "derman.surveys",
    "derman.identity",
    "derman.problems",
    "derman.vendors",
    "derman.trackers",
    "derman.majors",
    "derman.channels.mail",
    "derman.channels.mail.fetching",
    "derman.channels.mail.domains",
    "derman.channels.mail.appearance",
    "derman.channels.mail.trust",
    "derman.channels.pager",
    "derman.routing",
    "derman.search",
    "derman.replies",
    "derman.transcripts",
    "derman.lessons",
    "derman.insight",
    "derman.notify",
    "derman.views",
    "derman.obligations",
    "derman.automation",
    "derman.radar",
    "derman.web",
    "derman.web.accounts",
    "derman.web.workspace",
    "derman.web.portal",
    "derman.web.runbooks",
    "derman.web.teaching",
    "derman.web.announcements",
    "derman.web.problems",
    "derman.web.vendors",
    "derman.web.trackers",
    "derman.web.majors",
    "derman.web.obligations",
    "derman.web.knowledge",
    "derman.web.settings",
    "derman.api",
    "derman.site.apps.SiteConfig",
    # behind our own, whose words count first (“Telefon”, not “Telefon Numarası”)
    "allauth",
    "allauth.account",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "derman.web.outages.OutageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "derman.web.portal.own_domain.OwnDomainMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "derman.web.sessions.SignedInMiddleware",
    "derman.web.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "derman.web.portal.moved.MovedMiddleware",
]

ROOT_URLCONF = "derman.site.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("derman.web.ready_made.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "derman.web.context.desk",
            ],
        },
    }
]

DATABASES = (
    {"default": django_database(ENV.database_url)}
    if ENV.database_url
    else {"default": django_database("postgresql:///derman")}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # with the few hundred of the default, many addresses at once would wash the counts of wrong tries away
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["derman.people.backends.AddressBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

ACCOUNT_ADAPTER = "derman.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong tries are held hard, right ones are not: an office signs in from one address. The person comes first: whoever
# goes on trying beyond their five uses up nothing of what the others behind the same address have.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key,60/5m/ip"}
USERSESSIONS_TRACK_ACTIVITY = False
# behind a reverse proxy, wrong tries must count for the browser's address and not for the proxy's
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("tr", "Türkçe")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "derman.web.static_files.HashedFiles"},
}
WHITENOISE_MAX_AGE = 31536000

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF, *ENV.other_origins],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_READONLY_MODELS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "more": {"()": "django.utils.log.CallbackFilter", "callback": tells_more},
        "line": {"()": "django.utils.log.CallbackFilter", "callback": in_one_line},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["more", "line"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"derman": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS = ["auth.E003"]
