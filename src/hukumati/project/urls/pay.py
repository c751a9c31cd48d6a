from importlib.util import find_spec  # while the parts land

if all(find_spec(part) for part in ["hukumati.payments"]):
    from django.urls import URLPattern, URLResolver

    from hukumati.payments.http.urls import machine
    from hukumati.project.urls import everywhere

    urlpatterns: list[URLPattern | URLResolver] = [*everywhere, *machine]
else:
    from hukumati.project.urls import everywhere

    urlpatterns = [*everywhere]
