from django.urls import URLPattern, URLResolver

from hukumati.payments.http.urls import machine_urls
from hukumati.project.urls import everywhere

urlpatterns: list[URLPattern | URLResolver] = [*everywhere, *machine_urls()]

handler500 = "hukumati.core.design.errors.server_error"
