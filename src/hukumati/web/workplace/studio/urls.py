from django.urls import path

from hukumati.web.workplace.studio import differences, drafts, file_editor, flow, new_service, preview, services, texts

DRAFT = "drafts/<uuid:draft_id>/"
pages = [
    path("", services.services, name="studio_services"),
    path("new/", new_service.new, name="studio_new"),
    path("services/<str:code>/", services.service, name="studio_service"),
    path("services/<str:code>/draft/", services.begin, name="studio_begin"),
    path("services/<str:code>/versions/<int:number>/", services.version, name="studio_version"),
    path(DRAFT, drafts.draft, name="studio_draft"),
    path(f"{DRAFT}review/", drafts.review, name="studio_review"),
    path(f"{DRAFT}send-back/", drafts.send_back, name="studio_send_back"),
    path(f"{DRAFT}add/", file_editor.add, name="studio_add"),
    path(f"{DRAFT}upload/", file_editor.upload, name="studio_upload"),
    path(f"{DRAFT}folder.zip", file_editor.download, name="studio_download"),
    path(f"{DRAFT}files/<path:path>", file_editor.file, name="studio_file"),
    path(f"{DRAFT}texts/", texts.texts, name="studio_texts"),
    path(f"{DRAFT}texts.csv", texts.table, name="studio_table"),
    path(f"{DRAFT}texts/upload/", texts.upload, name="studio_table_upload"),
    path(f"{DRAFT}flow/", flow.flow, name="studio_flow"),
    path(f"{DRAFT}flow.svg", flow.flow_file, name="studio_flow_file"),
    path(f"{DRAFT}changes/", differences.changes, name="studio_changes"),
    path(f"{DRAFT}preview/", preview.begin, name="studio_preview"),
    path(f"{DRAFT}preview/form/<str:page_id>/", preview.page, name="studio_preview_page"),
    path(f"{DRAFT}preview/end/", preview.end, name="studio_preview_end"),
]
