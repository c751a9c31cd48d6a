"""Django's settings: one file, derived from the one configuration."""

from urllib.parse import urlsplit

from django.conf.global_settings import PASSWORD_HASHERS as DJANGO_HASHERS

from hukumati.project import logs
from hukumati.project.config import REPOSITORY, load
from hukumati.project.databases import databases

HUKUMATI = load()

DEBUG = HUKUMATI.debug
SECRET_KEY = HUKUMATI.secret_key.get_secret_value()

SITES = {
    "portal": (HUKUMATI.portal_url, "hukumati.project.urls.portal"),
    "workplace": (HUKUMATI.workplace_url, "hukumati.project.urls.workplace"),
    "identity": (HUKUMATI.identity_url, "hukumati.project.urls.identity"),
    "pay": (HUKUMATI.pay_url, "hukumati.project.urls.pay"),
    "start": (HUKUMATI.start_url, "hukumati.project.urls.start"),
}
if urlsplit(HUKUMATI.identity_mtls_url).hostname not in {None, urlsplit(HUKUMATI.identity_url).hostname}:
    SITES["identity_mtls"] = (HUKUMATI.identity_mtls_url, "hukumati.project.urls.identity_mtls")
ALLOWED_HOSTS = [urlsplit(url).hostname or "" for url, _ in SITES.values()]
ROOT_URLCONF = "hukumati.project.urls.portal"
WSGI_APPLICATION = "hukumati.project.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "hukumati.core",
    "hukumati.core.design",
    "hukumati.trust",
    "hukumati.notifications",
    "hukumati.identity",
    "hukumati.interoperability",
    "hukumati.documents",
    "hukumati.payments",
    "hukumati.catalogue",
    "hukumati.studio",
    "hukumati.cases",
    "hukumati.web",
    "hukumati.web.workplace.studio",
    "hukumati.project",
]

MIDDLEWARE = [
    "hukumati.project.middleware.request_log.RequestLogMiddleware",
    "hukumati.project.middleware.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hukumati.project.middleware.compression.CompressionMiddleware",
    "hukumati.project.middleware.sites.SiteMiddleware",
    "hukumati.project.middleware.encoding.EncodingMiddleware",
    "hukumati.project.middleware.direct_endpoints.DirectEndpointMiddleware",
    "hukumati.web.sign_in.middleware.BrowserSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hukumati.project.middleware.pages_of_actions.PageOfActionMiddleware",
    "hukumati.project.middleware.spelling.SpellingMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hukumati.web.sign_in.middleware.PersonMiddleware",
    "hukumati.web.portal.acting.ActingMiddleware",
    "hukumati.web.sending.middleware.KeptFormMiddleware",
    "hukumati.web.sending.second_clicks.SecondClickMiddleware",
    "hukumati.project.middleware.expected_errors.ExpectedErrorMiddleware",
]

TEMPLATES: list[dict[str, object]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["hukumati.web.sending.form_tokens"],
            "context_processors": [
                "django.template.context_processors.request",
                "hukumati.core.design.context.page",
            ],
        },
    }
]

DATABASES = databases(HUKUMATI)
# Only what everybody may read, under keys that change with it: each process keeps its own.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 4000}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", *DJANGO_HASHERS]

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Hebron"
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["hukumati.project.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HUKUMATI.data_dir / "static"
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HUKUMATI.static_manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HUKUMATI.static_manifest
WHITENOISE_MAX_AGE = 31_536_000

SESSION_ENGINE = "hukumati.web.sign_in.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HUKUMATI.is_secure else "session"
SESSION_COOKIE_SECURE = HUKUMATI.is_secure
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if HUKUMATI.is_secure else "csrf"
CSRF_COOKIE_SECURE = HUKUMATI.is_secure
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hukumati.web.sending.csrf.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HUKUMATI.proxy_count else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 800  # fifty entries of a group, and what stands around them
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "hukumati.project.upload_limit.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 2.0,
    "stalled_worker_timeout": 8.0,
    "fetch_job_polling_interval": 1.0,
    "shutdown_graceful_timeout": 3.0,
}

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING_CONFIG = None
logs.configure(level=HUKUMATI.log_level)

assert (REPOSITORY / "pyproject.toml").exists(), "hukumati runs from its checkout"  # noqa: S101
