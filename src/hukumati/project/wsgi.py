"""The WSGI application that granian serves: all sites of the platform."""

import os

from django.core.wsgi import get_wsgi_application

from hukumati.project.processes import collect_less

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")
application = get_wsgi_application()
collect_less()
