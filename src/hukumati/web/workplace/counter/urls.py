from django.urls import URLPattern, path

from hukumati.web.workplace.counter import people, second_official

pages: list[URLPattern] = [
    path("counter/", people.counter, name="counter"),
    path("counter/found/", people.found, name="counter_found"),
    path("counter/accounts/<uuid:account_id>/", people.account, name="counter_account"),
    path("counter/accounts/<uuid:account_id>/verify/", people.verify, name="counter_verify"),
    path("counter/accounts/<uuid:account_id>/verified/", people.verified, name="counter_verified"),
    path("counter/accounts/<uuid:account_id>/waits/", people.waits, name="counter_waits"),
    path("verifications/", second_official.waiting, name="waiting_verifications"),
    path("verifications/<uuid:verification_id>/", second_official.decide, name="decide_verification"),
]
