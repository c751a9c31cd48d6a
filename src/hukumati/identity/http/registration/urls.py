"""The addresses of opening an account."""

from django.urls import URLPattern, path

from hukumati.identity.domain.registration import ClaimKind
from hukumati.identity.http.registration import pages as views

_RESIDENT, _ABROAD = {"kind": ClaimKind.RESIDENT}, {"kind": ClaimKind.ABROAD}

pages: list[URLPattern] = [
    path("open-account", views.claim_page, _RESIDENT, name="identity_register"),
    path("open-account/abroad", views.claim_page, _ABROAD, name="identity_register_abroad"),
    path("open-account/<uuid:registration_id>/code", views.code_page, name="identity_register_code"),
    path("open-account/<uuid:registration_id>/code/again", views.code_again, name="identity_register_again"),
    path("open-account/<uuid:registration_id>/password", views.password_page, name="identity_register_password"),
    path("open-account/<uuid:registration_id>/done", views.done_page, name="identity_register_done"),
]
