from importlib.util import find_spec  # while the parts land

if all(find_spec(part) for part in ["hukumati.cases", "hukumati.web.sign_in"]):
    from django.conf.urls.i18n import i18n_patterns
    from django.urls import URLPattern, URLResolver, include, path

    from hukumati.project.urls import everywhere
    from hukumati.web.sign_in.urls import pages as sign_in_pages
    from hukumati.web.workplace.urls import pages

    urlpatterns: list[URLPattern | URLResolver] = [
        *everywhere,
        *i18n_patterns(path("", include(sign_in_pages)), path("", include(pages)), prefix_default_language=False),
    ]
else:
    from hukumati.project.urls import everywhere

    urlpatterns = [*everywhere]
