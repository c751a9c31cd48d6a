from django.urls import path

from hukumati.web.portal import applying, finding, following, paying, verifying

pages = [
    path("", finding.home, name="home"),
    path("services/", finding.services, name="services"),
    path("services/<slug:slug>/", finding.service, name="service"),
    path("services/<slug:slug>/apply/", applying.apply, name="apply"),
    path("applications/", following.my_cases, name="my_cases"),
    path("applications/<str:reference>/", following.case, name="case"),
    path("applications/<str:reference>/withdraw/", following.withdraw, name="withdraw"),
    path("applications/<str:reference>/register/", applying.ask_again, name="ask_again"),
    path("applications/<str:reference>/form/<slug:page_id>/", applying.page, name="form_page"),
    path("applications/<str:reference>/check/", applying.check, name="check"),
    path("applications/<str:reference>/answer/", following.answer, name="answer"),
    path("applications/<str:reference>/pay/", paying.pay, name="pay"),
    path("applications/<str:reference>/pay/cash/", paying.cash, name="cash"),
    path("applications/<str:reference>/pay/return/", paying.returned, name="pay_return"),
    path("documents/<str:serial>.pdf", following.document, name="document"),
    path("v", verifying.verify, name="verify"),
    path("v/file/", verifying.verify_file, name="verify_file"),
]
