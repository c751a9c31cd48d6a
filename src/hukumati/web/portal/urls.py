from django.urls import path

from hukumati.web.portal import applying, exports, finding, following, paying, uploading, verifying

pages = [
    path("", finding.home, name="home"),
    path("services/", finding.services, name="services"),
    path("services/<slug:slug>/", finding.service, name="service"),
    path("services/<slug:slug>/apply/", applying.apply, name="apply"),
    path("services/<slug:slug>.ttl", exports.one_service, {"form": "cpsv-ap"}, name="service_turtle"),
    path("services/<slug:slug>.jsonld", exports.one_service, {"form": "cpsv-ap-json"}, name="service_json_ld"),
    path("services/<slug:slug>.bpmn", exports.one_service, {"form": "bpmn"}, name="service_bpmn"),
    path("services/<slug:slug>/openapi.json", exports.one_service, {"form": "openapi"}, name="service_openapi"),
    path("catalogue.ttl", exports.whole_catalogue, {"form": "cpsv-ap"}, name="catalogue_turtle"),
    path("catalogue.jsonld", exports.whole_catalogue, {"form": "cpsv-ap-json"}, name="catalogue_json_ld"),
    path("api/services", exports.api_services, name="api_services"),
    path("api/services/<slug:code>", exports.api_service, name="api_service"),
    path("applications/", following.my_cases, name="my_cases"),
    path("applications/<str:reference>/", following.case, name="case"),
    path("applications/<str:reference>/withdraw/", following.withdraw, name="withdraw"),
    path("applications/<str:reference>/register/", applying.ask_again, name="ask_again"),
    path("applications/<str:reference>/form/<slug:page_id>/", applying.page, name="form_page"),
    path("applications/<str:reference>/files/<uuid:upload_id>/", uploading.upload, name="upload"),
    path("applications/<str:reference>/check/", applying.check, name="check"),
    path("applications/<str:reference>/answer/", following.answer, name="answer"),
    path("applications/<str:reference>/reopen/", following.reopen, name="reopen"),
    path("applications/<str:reference>/pay/", paying.pay, name="pay"),
    path("applications/<str:reference>/pay/cash/", paying.cash, name="cash"),
    path("applications/<str:reference>/pay/return/", paying.returned, name="pay_return"),
    path("documents/<str:serial>.pdf", following.document, name="document"),
    path("v", verifying.verify, name="verify"),
    path("v/file/", verifying.verify_file, name="verify_file"),
]
