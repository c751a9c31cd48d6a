"""The addresses of one's own account."""

from django.urls import URLPattern, path

from hukumati.identity.http.account.home import account_home

pages: list[URLPattern] = [
    path("account", account_home, name="identity_account"),
]
