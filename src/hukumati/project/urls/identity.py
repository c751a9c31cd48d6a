from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from hukumati.identity.http.urls import machine, pages
from hukumati.project.urls import everywhere

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    *machine,
    *i18n_patterns(path("", include(pages)), prefix_default_language=False),
]

handler500 = "hukumati.core.design.errors.server_error"
