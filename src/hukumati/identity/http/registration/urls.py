"""The addresses of opening an account."""

from django.urls import URLPattern, path

from hukumati.identity.domain.registration import ClaimKind
from hukumati.identity.http.registration import pages as views

_RESIDENT, _ABROAD = {"kind": ClaimKind.RESIDENT}, {"kind": ClaimKind.ABROAD}

pages: list[URLPattern] = [
    path("register", views.claim_page, _RESIDENT, name="identity_register"),
    path("register/abroad", views.claim_page, _ABROAD, name="identity_register_abroad"),
    path("register/<uuid:registration_id>/code", views.code_page, name="identity_register_code"),
    path("register/<uuid:registration_id>/code/again", views.code_again, name="identity_register_again"),
    path("register/<uuid:registration_id>/password", views.password_page, name="identity_register_password"),
    path("register/<uuid:registration_id>/done", views.done_page, name="identity_register_done"),
]
