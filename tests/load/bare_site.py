"""The floor under every page: Django, one view, one query, nothing else; served as the platform's web is served."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from hukumati.project.config import load
from hukumati.project.databases import databases

CONFIG = load()

settings.configure(
    SECRET_KEY=CONFIG.secret_key.get_secret_value(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES=databases(CONFIG),
    USE_I18N=False,
    LOGGING_CONFIG=None,
)


def view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a service's code, by one query."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM catalogue_service WHERE slug = %s", [slug])
        (code,) = cursor.fetchone()
    return HttpResponse(code, content_type="text/plain")


urlpatterns = [path("services/<slug:slug>/", view)]


def _application() -> object:
    from django.core.wsgi import get_wsgi_application

    from hukumati.project.serving.application import BufferedApplication

    return BufferedApplication(get_wsgi_application())


application = _application()
