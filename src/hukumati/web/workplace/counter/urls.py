from django.urls import URLPattern, path

from hukumati.web.workplace.counter import codes, letters, papers, people, second_official

pages: list[URLPattern] = [
    path("counter/", people.counter, name="counter"),
    path("counter/found/", people.found, name="counter_found"),
    path("counter/accounts/<uuid:account_id>/", people.account, name="counter_account"),
    path("counter/accounts/<uuid:account_id>/verify/", people.verify, name="counter_verify"),
    path("counter/accounts/<uuid:account_id>/verified/", people.verified, name="counter_verified"),
    path("counter/accounts/<uuid:account_id>/waits/", people.waits, name="counter_waits"),
    path("counter/accounts/<uuid:account_id>/recover/", codes.recover, name="counter_recover"),
    path("counter/accounts/<uuid:account_id>/passkey-code/", codes.passkey_code, name="counter_passkey_code"),
    path("counter/accounts/<uuid:account_id>/unlock/", codes.unlock, name="counter_unlock"),
    path("counter/accounts/<uuid:account_id>/code/", codes.code_page, name="counter_code"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("letters/<uuid:letter_id>/posted/", letters.mark_posted, name="letter_posted"),
    path("papers/", papers.papers, name="papers"),
    path("papers/guardian/", papers.new_guardian, name="new_guardian"),
    path("papers/power-of-attorney/", papers.new_power_of_attorney, name="new_power_of_attorney"),
    path("papers/<uuid:mandate_id>/", papers.paper, name="paper"),
    path("papers/<uuid:mandate_id>/confirm/", papers.confirm, name="confirm_paper"),
    path("papers/<uuid:mandate_id>/revoke/", papers.revoke, name="revoke_paper"),
    path("verifications/", second_official.waiting, name="waiting_verifications"),
    path("verifications/<uuid:verification_id>/", second_official.decide, name="decide_verification"),
]
