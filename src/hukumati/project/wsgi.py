"""Django as a WSGI application (`asgi.py` serves it)."""

import os

from django.core.wsgi import get_wsgi_application

from hukumati.project.postgresql.roles import refuse_powerful_role
from hukumati.project.processes import collect_less
from hukumati.project.unsafe_data import refuse_fictional_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")
application = get_wsgi_application()
collect_less()
refuse_powerful_role()
refuse_fictional_accounts()
