"""The provider's addresses: `pages` in both languages, `machine` outside of them."""

from django.urls import URLPattern, path

from hukumati.identity.domain.assurance import Factor
from hukumati.identity.http import sign_in
from hukumati.identity.http.account.urls import pages as account_pages
from hukumati.identity.http.oidc.authorize import authorize
from hukumati.identity.http.oidc.consent import consent
from hukumati.identity.http.oidc.discovery import discovery, jwks
from hukumati.identity.http.oidc.logout import logout, sign_out
from hukumati.identity.http.oidc.noted_refusals import noting_refusals
from hukumati.identity.http.oidc.par import pushed_authorization_request
from hukumati.identity.http.oidc.registration import register, registration
from hukumati.identity.http.oidc.token import token
from hukumati.identity.http.oidc.userinfo import userinfo
from hukumati.identity.http.received_sms import received_sms
from hukumati.identity.http.recovery.urls import pages as recovery_pages
from hukumati.identity.http.registration.urls import pages as registration_pages

_PASSWORD, _CODE = {"factor": Factor.PASSWORD}, {"factor": Factor.SMS_CODE}

pages: list[URLPattern] = [
    path("", sign_in.home, name="sign_in_start"),
    path("sign-in/<uuid:attempt_id>", sign_in.factor_page, _PASSWORD, name="identity_password"),
    path("sign-in/<uuid:attempt_id>/code", sign_in.factor_page, _CODE, name="identity_code"),
    path("sign-in/<uuid:attempt_id>/code/again", sign_in.start_again, _CODE, name="identity_code_again"),
    path("consent/<uuid:question_id>", consent, name="identity_consent"),
    path("sign-out", sign_out, name="identity_sign_out"),
    *account_pages,
    *registration_pages,
    *recovery_pages,
]
machine: list[URLPattern] = [
    path(".well-known/openid-configuration", discovery, name="identity_discovery"),
    path("authorize", noting_refusals("authorize")(authorize), name="identity_authorize"),
    path("token", noting_refusals("token")(token), name="identity_token"),
    path("authorize", authorize, name="identity_authorize"),
    path("token", token, name="identity_token"),
    path("jwks", jwks, name="identity_jwks"),
    path("userinfo", userinfo, name="identity_userinfo"),
    path("logout", logout, name="identity_logout"),
    path("par", pushed_authorization_request, name="identity_par"),
    path("register", register, name="identity_register"),
    path("register/<str:client_id>", registration, name="identity_registration"),
    path("sms/received", received_sms, name="identity_received_sms"),
]
