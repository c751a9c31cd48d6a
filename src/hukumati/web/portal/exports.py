"""The catalogue for other programs: linked data, BPMN, OpenAPI, a small JSON interface. Public and read-only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hukumati.catalogue import api as catalogue
from hukumati.web.portal.cached_pages import kept_page


@require_safe
def whole_catalogue(request: HttpRequest, form: catalogue.CatalogueFormat) -> HttpResponse:
    """Return every service as one file of linked data."""
    key = f"portal.catalogue:{form}:{catalogue.catalogue_fingerprint()}"
    media_type = catalogue.CATALOGUE_FORMATS[form].media_type

    def draw() -> str:
        return catalogue.export_catalogue(export_format=form, portal=_portal()).content.decode()

    return kept_page(request, key=key, draw=draw, media_type=media_type)


@require_safe
def one_service(request: HttpRequest, slug: str, form: catalogue.ExportFormat) -> HttpResponse:
    """Return one service in a published format."""
    found = catalogue.get_service(code_or_slug=slug)
    return _export(request, found, form)


@require_safe
def api_services(request: HttpRequest) -> HttpResponse:
    """List the services as JSON."""
    return JsonResponse({"services": catalogue.describe_services(portal=_portal())}, json_dumps_params=READABLE)


@require_safe
def api_service(request: HttpRequest, code: str) -> HttpResponse:
    """Return one service as JSON."""
    found = catalogue.get_service(code_or_slug=code)
    return JsonResponse(catalogue.describe_service(service=found, portal=_portal()), json_dumps_params=READABLE)


@require_safe
def api_schema(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Return the JSON Schema of the answers that one version keeps, an older one too."""
    found = catalogue.get_service(code_or_slug=code)
    if number != found.number:
        found = catalogue.get_numbered_version(code=found.summary.code, number=number)
    return _export(request, found, "json-schema")


READABLE = {"ensure_ascii": False}


def _export(request: HttpRequest, found: catalogue.Service, form: catalogue.ExportFormat) -> HttpResponse:
    def draw() -> str:
        return catalogue.export_service(service=found, export_format=form, portal=_portal()).content.decode()

    key = f"portal.export:{form}:{found.version_id}"
    return kept_page(request, key=key, draw=draw, media_type=catalogue.EXPORT_FORMATS[form].media_type)


def _portal() -> str:
    return str(settings.HUKUMATI.portal_url).rstrip("/")
