"""The provider's addresses: `pages` in both languages, `machine` outside of them."""

from django.urls import URLPattern, path, re_path

from hukumati.identity.domain.assurance import Factor
from hukumati.identity.http import device_approvals, sign_in
from hukumati.identity.http.account.devices import device
from hukumati.identity.http.account.urls import pages as account_pages
from hukumati.identity.http.counter.code_sheets import code_sheets
from hukumati.identity.http.fictional_people import fictional_people
from hukumati.identity.http.key_invitations import key_invitation
from hukumati.identity.http.oidc.addresses import ALIASES
from hukumati.identity.http.oidc.authorize import authorize
from hukumati.identity.http.oidc.ciba import backchannel_authentication
from hukumati.identity.http.oidc.consent import consent
from hukumati.identity.http.oidc.device import device_authorization
from hukumati.identity.http.oidc.discovery import discovery, jwks
from hukumati.identity.http.oidc.introspect import introspect
from hukumati.identity.http.oidc.logout import logout, sign_out
from hukumati.identity.http.oidc.noted_refusals import noting_refusals
from hukumati.identity.http.oidc.par import pushed_authorization_request
from hukumati.identity.http.oidc.registration import register, registration
from hukumati.identity.http.oidc.revoke import revoke
from hukumati.identity.http.oidc.token import token
from hukumati.identity.http.oidc.unreached_level import leave_sign_in, unreached_level
from hukumati.identity.http.oidc.userinfo import userinfo
from hukumati.identity.http.other_ways import other_ways
from hukumati.identity.http.passkey_challenges import passkey_challenge
from hukumati.identity.http.received_sms import received_sms
from hukumati.identity.http.recovery.urls import pages as recovery_pages
from hukumati.identity.http.registration.urls import pages as registration_pages
from hukumati.identity.http.ssf.configuration import ssf_configuration
from hukumati.identity.http.ssf.poll import poll
from hukumati.identity.http.ssf.status import status
from hukumati.identity.http.ssf.streams import streams
from hukumati.identity.http.ssf.subjects import add_subject, remove_subject
from hukumati.identity.http.ssf.verification import verification

_CODE = {"factor": Factor.SMS_CODE}
_PAGES_OF_FACTORS = {
    Factor.PASSWORD: ("", "identity_password"),
    Factor.PASSKEY: ("/passkey", "identity_passkey"),
    Factor.OTHER_DEVICE: ("/device", "identity_other_device"),
    Factor.SMS_CODE: ("/code", "identity_code"),
    Factor.EMAIL_CODE: ("/e-mail", "identity_email_code"),
    Factor.TOTP: ("/app", "identity_totp"),
    Factor.PRINTED_CODE: ("/sheet", "identity_printed_code"),
    Factor.RECOVERY_CODE: ("/recovery-code", "identity_recovery_code"),
}
_DIRECT = {
    *("identity_token", "identity_introspect", "identity_revoke"),
    *("identity_device_authorization", "identity_par", "identity_backchannel_authentication"),
}

pages: list[URLPattern] = [
    path("", sign_in.home, name="sign_in_start"),
    *(
        path(f"sign-in/<uuid:attempt_id>{end}", sign_in.factor_page, {"factor": factor}, name=name)
        for factor, (end, name) in _PAGES_OF_FACTORS.items()
    ),
    path("sign-in/<uuid:attempt_id>/device/begin", device_approvals.begin, name="identity_other_device_begin"),
    path("sign-in/<uuid:attempt_id>/device/state", device_approvals.state, name="identity_other_device_state"),
    path("counter/code-sheets", code_sheets, name="identity_code_sheets"),
    re_path(r"^keys/(?P<token>[A-Za-z0-9_-]{43})$", key_invitation, name="identity_key_invitation"),
    re_path(r"^approve/(?P<token>[A-Za-z0-9_-]{43})$", device_approvals.approve, name="identity_approve"),
    path("sign-in/<uuid:attempt_id>/other", other_ways, name="identity_other_ways"),
    path("sign-in/<uuid:attempt_id>/passkey/challenge", passkey_challenge, name="identity_passkey_challenge"),
    path("sign-in/<uuid:attempt_id>/code/again", sign_in.start_again, _CODE, name="identity_code_again"),
    path(
        "sign-in/<uuid:attempt_id>/e-mail/again",
        sign_in.start_again,
        {"factor": Factor.EMAIL_CODE},
        name="identity_email_code_again",
    ),
    path("consent/<uuid:question_id>", consent, name="identity_consent"),
    path("level/<uuid:question_id>", unreached_level, name="identity_unreached_level"),
    path("sign-in/<uuid:attempt_id>/leave", leave_sign_in, name="identity_leave_sign_in"),
    path("device", device, name="identity_device"),
    path("fictional-people", fictional_people, name="identity_fictional_people"),
    path("sign-out", sign_out, name="identity_sign_out"),
    *account_pages,
    *registration_pages,
    *recovery_pages,
]
machine: list[URLPattern] = [
    path(".well-known/openid-configuration", discovery, name="identity_discovery"),
    path("authorize", noting_refusals("authorize")(authorize), name="identity_authorize"),
    path("token", noting_refusals("token")(token), name="identity_token"),
    path("par", noting_refusals("par")(pushed_authorization_request), name="identity_par"),
    path("device_authorization", device_authorization, name="identity_device_authorization"),
    path(
        "backchannel_authentication",
        noting_refusals("backchannel")(backchannel_authentication),
        name="identity_backchannel_authentication",
    ),
    path("introspect", introspect, name="identity_introspect"),
    path("revoke", revoke, name="identity_revoke"),
    path("register", register, name="identity_client_registration"),
    path("register/<str:client_id>", registration, name="identity_registered_client"),
    path("jwks", jwks, name="identity_jwks"),
    path("userinfo", noting_refusals("userinfo")(userinfo), name="identity_userinfo"),
    path("logout", logout, name="identity_logout"),
    path(".well-known/ssf-configuration", ssf_configuration, name="identity_ssf_configuration"),
    path("ssf/streams", streams, name="identity_signal_streams"),
    path("ssf/status", status, name="identity_signal_status"),
    path("ssf/subjects/add", add_subject, name="identity_signal_add_subject"),
    path("ssf/subjects/remove", remove_subject, name="identity_signal_remove_subject"),
    path("ssf/verification", verification, name="identity_signal_verification"),
    path("ssf/poll/<uuid:stream_id>", poll, name="identity_signal_poll"),
    path("sms/received", received_sms, name="identity_received_sms"),
]
direct: dict[str, URLPattern] = {f"/{each.pattern}": each for each in machine if each.name in _DIRECT}
"""By path, what clients post to themselves: it needs nothing of what pages need, and passes it."""
for_certificates: list[URLPattern] = [each for each in machine if each.name in ALIASES.values()]
"""What is served on the host for clients with TLS certificates: no page is."""
