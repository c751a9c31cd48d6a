"""The application that granian serves: all sites of the platform."""

from hukumati.project.processes import allow_open_files
from hukumati.project.serving.application import BufferedApplication
from hukumati.project.wsgi import application as django_application

allow_open_files()
application = BufferedApplication(django_application)
