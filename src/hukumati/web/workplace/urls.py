from django.urls import URLPattern, URLResolver, include, path

from hukumati.web.workplace import asked, deciding, desk, files, holidays, home
from hukumati.web.workplace.studio.urls import pages as studio_pages

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="workplace_home"),
    path("inbox/", deciding.inbox, name="inbox"),
    path("inbox/<str:reference>/", deciding.case, name="officer_case"),
    path("inbox/<str:reference>/claim/", deciding.claim, name="claim"),
    path("inbox/<str:reference>/second/", deciding.second, name="second"),
    path("inbox/<str:reference>/ask/", deciding.ask, name="ask_for"),
    path("asked/", asked.asked_of_me, name="asked_of_me"),
    path("asked/<int:request_id>/", asked.one, name="asked_one"),
    path("appointments/", asked.appointments, name="appointments"),
    path("appointments/<int:appointment_id>/", asked.mark, name="mark_appointment"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/change/", holidays.change, name="change_holiday"),
    path("find/", deciding.find, name="find_case"),
    path("inbox/<str:reference>/files/<uuid:upload_id>/", files.case_file, name="case_file"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<str:reference>/", desk.item, name="desk_item"),
    path("desk/<str:reference>/receive/", desk.receive, name="desk_receive"),
    path("desk/<str:reference>/step/", desk.step, name="desk_step"),
    path("studio/", include(studio_pages)),
]
