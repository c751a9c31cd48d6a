from typing import Final

from django.urls import URLPattern, path

from hukumati.web.workplace.citizens import acts, file, proposals, search, signals, unlocking

NAMES: Final = {
    "lock_citizen": ("lock", "lock"),
    "sign_out_citizen": ("sign-out", "sign_out"),
    "unbind_factor": ("unbind", "unbind"),
    "merge_citizens": ("merge", "merge"),
    "deceased_citizen": ("deceased", "deceased"),
    "reopen_citizen": ("reopen", "reopen"),
}
"""Of the pages of acts: where each is, and which act it is."""
pages: list[URLPattern] = [
    path("citizens/", search.citizens, name="citizens"),
    path("citizens/found/<uuid:search_id>/", search.found_citizens, name="found_citizens"),
    path("citizens/<uuid:look_id>/", file.citizen, name="citizen"),
    path("citizens/<uuid:look_id>/unlock/", unlocking.unlock, name="unlock_citizen"),
    path("citizens/<uuid:look_id>/deceased/register/", acts.ask_register, name="ask_register_of_death"),
    *(
        path(f"citizens/<uuid:look_id>/{place}/", acts.act, {"name": act}, name=name)
        for name, (place, act) in NAMES.items()
    ),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("fraud/", signals.fraud_signals, name="fraud_signals"),
    path("fraud/<uuid:signal_id>/", signals.fraud_signal, name="fraud_signal"),
]
