from django.urls import path

from hukumati.web.start import views

pages = [path("", views.start, name="start")]
