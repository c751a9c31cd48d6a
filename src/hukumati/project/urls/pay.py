from django.urls import URLPattern, URLResolver

from hukumati.project.urls import everywhere

urlpatterns: list[URLPattern | URLResolver] = [*everywhere]
