from django.urls import include, path

from hukumati.web.workplace import deciding, desk, home
from hukumati.web.workplace.studio.urls import pages as studio_pages
from hukumati.web.workplace import deciding, desk, files, home

pages = [
    path("", home.home, name="workplace_home"),
    path("inbox/", deciding.inbox, name="inbox"),
    path("inbox/<str:reference>/", deciding.case, name="officer_case"),
    path("inbox/<str:reference>/claim/", deciding.claim, name="claim"),
    path("inbox/<str:reference>/second/", deciding.second, name="second"),
    path("find/", deciding.find, name="find_case"),
    path("inbox/<str:reference>/files/<uuid:upload_id>/", files.case_file, name="case_file"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<str:reference>/", desk.item, name="desk_item"),
    path("desk/<str:reference>/receive/", desk.receive, name="desk_receive"),
    path("desk/<str:reference>/step/", desk.step, name="desk_step"),
    path("studio/", include(studio_pages)),
]
