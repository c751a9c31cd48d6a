"""The addresses of recovering an account."""

from django.urls import URLPattern, path

from hukumati.identity.domain.recovery import Loss
from hukumati.identity.http.recovery import pages as views

pages: list[URLPattern] = [
    path("recover", views.choices_page, name="identity_recover"),
    path("recover/password", views.loss_page, {"loss": Loss.PASSWORD}, name="identity_forgot_password"),
    path("recover/phone", views.loss_page, {"loss": Loss.PHONE}, name="identity_lost_phone"),
    path("recover/stolen", views.stolen_page, name="identity_stolen_phone"),
    path("recover/stolen/asked", views.lock_asked_page, name="identity_lock_asked"),
    path("recover/in-person", views.handed_code_page, name="identity_handed_code"),
    path("recover/in-person/done", views.recovered_page, name="identity_recovered"),
    path("recover/<uuid:recovery_id>/code", views.code_page, name="identity_recover_code"),
    path("recover/<uuid:recovery_id>/code/again", views.code_again, name="identity_recover_again"),
    path("recover/<uuid:recovery_id>/password", views.password_page, name="identity_recover_password"),
    path("recover/<uuid:recovery_id>/begun", views.begun_page, name="identity_recover_begun"),
]
