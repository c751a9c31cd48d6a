from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from hukumati.project.urls import everywhere
from hukumati.web.portal.urls import pages
from hukumati.web.sign_in.urls import pages as sign_in_pages

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    *i18n_patterns(path("", include(sign_in_pages)), path("", include(pages)), prefix_default_language=False),
]

handler500 = "hukumati.core.design.errors.server_error"
