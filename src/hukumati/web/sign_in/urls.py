"""The addresses for signing in and out on a site."""

from django.urls import URLPattern, path

from hukumati.web.sign_in import views

pages: list[URLPattern] = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/callback", views.sign_in_callback, name="sign_in_callback"),
    path("sign-out", views.sign_out, name="sign_out"),
]
