"""The addresses of one's own account."""

from django.urls import URLPattern, path, re_path

from hukumati.identity.http.account import (
    app,
    consents,
    disavowal,
    factors,
    ledger,
    mandates,
    passkeys,
    profile,
    sessions,
    verification,
    written_codes,
)
from hukumati.identity.http.account.home import account_home, passkey_later

pages: list[URLPattern] = [
    path("account", account_home, name="identity_account"),
    path("account/details", profile.profile_page, name="identity_profile"),
    re_path(r"^account/details/(?P<channel>phone|email)$", profile.change_contact, name="identity_change_contact"),
    re_path(r"^account/details/(?P<channel>phone|email)/code$", profile.contact_code, name="identity_contact_code"),
    path("account/details/language", profile.language, name="identity_language"),
    path("account/details/password", profile.new_password, name="identity_new_password"),
    path("account/passkey-later", passkey_later, name="identity_passkey_later"),
    path("account/factors", factors.factors_page, name="identity_factors"),
    path("account/factors/passkeys/new", passkeys.add, name="identity_new_passkey"),
    path("account/factors/passkeys/<uuid:passkey_id>", passkeys.change, name="identity_own_passkey"),
    path("account/factors/app", app.app_page, name="identity_own_app"),
    path("account/factors/recovery-codes", written_codes.recovery_codes, name="identity_own_recovery_codes"),
    path("account/verify", verification.verification_page, name="identity_verification"),
    path("account/verify/passkey", verification.binding_page, name="identity_bind_passkey"),
    path("account/verify/letter", verification.letter, name="identity_letter"),
    path("account/devices", sessions.sessions_page, name="identity_sessions"),
    path("account/devices/<uuid:session_id>/end", sessions.end_one, name="identity_end_session"),
    path("account/devices/end-others", sessions.end_others, name="identity_end_other_sessions"),
    path("account/lock", sessions.lock, name="identity_lock"),
    path("locked", sessions.locked, name="identity_locked"),
    re_path(r"^not-me/(?P<token>[A-Za-z0-9_-]{43})$", disavowal.not_me, name="identity_not_me"),
    path("account/mandates", mandates.mandate_list, name="identity_mandates"),
    path("account/mandates/give", mandates.give_mandate, name="identity_give_mandate"),
    path("account/mandates/find", mandates.find_mandates, name="identity_find_mandates"),
    path("account/mandates/<uuid:mandate_id>", mandates.mandate_page, name="identity_mandate"),
    path("account/mandates/<uuid:mandate_id>/accept", mandates.accept_mandate, name="identity_accept_mandate"),
    path("account/mandates/<uuid:mandate_id>/revoke", mandates.revoke_mandate, name="identity_revoke_mandate"),
    path("account/consents", consents.consents, name="identity_consents"),
    path("account/consents/withdraw", consents.withdraw, name="identity_withdraw_consent"),
    path("account/ledger", ledger.ledger, name="identity_ledger"),
    path("account/data", ledger.own_data, name="identity_own_data"),
    path("account/data.json", ledger.own_data_json, name="identity_own_data_json"),
]
