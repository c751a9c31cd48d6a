from django.urls import URLPattern, URLResolver, include, path

from hukumati.web.workplace import case_review, desk, files, holidays, home, inbox, side_requests, staff
from hukumati.web.workplace.citizens.urls import pages as citizens_pages
from hukumati.web.workplace.counter.urls import pages as counter_pages
from hukumati.web.workplace.sites import approvals, console
from hukumati.web.workplace.studio.urls import pages as studio_pages

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="workplace_home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("reassigned/", inbox.lost, name="lost_cases"),
    path("inbox/<str:reference>/", case_review.case, name="officer_case"),
    path("inbox/<str:reference>/claim/", case_review.claim, name="claim"),
    path("inbox/<str:reference>/take-over/", case_review.take_over, name="take_over"),
    path("inbox/<str:reference>/assign/", case_review.assign, name="assign"),
    path("inbox/<str:reference>/second/", case_review.review_proposal, name="review_proposal"),
    path("inbox/<str:reference>/ask/", case_review.open_side_request, name="open_side_request"),
    path("asked/", side_requests.side_requests, name="side_requests"),
    path("asked/<int:request_id>/", side_requests.side_request, name="side_request"),
    path("appointments/", side_requests.appointments, name="appointments"),
    path("appointments/<int:appointment_id>/", side_requests.mark_attendance, name="mark_attendance"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/change/", holidays.change, name="change_holiday"),
    path("find/", inbox.find, name="find_case"),
    path("inbox/<str:reference>/files/<uuid:upload_id>/", files.case_file, name="case_file"),
    path("inbox/<str:reference>/files/<uuid:upload_id>/view/", files.view_case_file, name="view_case_file"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<str:reference>/", desk.item, name="desk_item"),
    path("desk/<str:reference>/receive/", desk.receive, name="desk_receive"),
    path("desk/<str:reference>/step/", desk.step, name="desk_step"),
    path("sites/", console.sites, name="sites"),
    path("sites/new/", console.new_site, name="new_site"),
    path("sites/token/", console.new_token, name="new_registration_token"),
    path("sites/all/", approvals.all_sites, name="all_sites"),
    path("sites/all/<str:client_id>/", approvals.decide_site, name="decide_site"),
    path("sites/<str:client_id>/", console.site, name="site"),
    path("sites/<str:client_id>/change/", console.change_site, name="change_site"),
    path("sites/<str:client_id>/secret/", console.new_secret, name="new_site_secret"),
    path("staff/", staff.members, name="staff"),
    path("staff/new/", staff.new_member, name="new_member"),
    path("staff/<str:number>/", staff.member, name="member"),
    path("staff/<str:number>/invite/", staff.invite_again, name="invite_again"),
    path("staff/<str:number>/suspend/", staff.suspend, name="suspend_member"),
    path("", include(counter_pages)),
    *citizens_pages,
    path("studio/", include(studio_pages)),
]
