"""Addresses of the letters room."""

from django.urls import path, re_path

from samrit.letters.views import (
    arrivals,
    attending,
    beginning,
    catalogue,
    confirming,
    decisions,
    following,
    incoming,
    letter,
    links,
    meetings,
    minutes,
    reading,
    registers,
    scanned,
    verifying,
    written,
)
from samrit.letters.views.delivery import lists, receiving, sending
from samrit.ui import addresses  # noqa: F401 - knows <key:…>

app_name = "letters"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("read/", reading.read_letter, name="read"),
    path("<int:pk>/", letter.letter, name="detail"),
    path("<int:pk>/original/", letter.original, name="original"),
    path("<int:pk>/pages/<int:number>/", scanned.page, name="page"),
    path("<int:pk>/findings/notices/", letter.settle_notices, name="settle_notices"),
    path("<int:pk>/findings/<int:finding_pk>/", letter.settle, name="settle"),
    path("<int:pk>/move/", letter.move, name="move"),
    path("<int:pk>/frameworks/<int:index>/", confirming.confirm, name="confirm"),
    # what came in
    path("arrivals/", incoming.arrivals, name="arrivals"),
    path("arrivals/new/", arrivals.new_arrival, name="new_arrival"),
    path("arrivals/<key:pk>/", arrivals.arrival, name="arrival"),
    path("arrivals/<key:pk>/file/", arrivals.arrival_file, name="arrival_file"),
    path("arrivals/<key:pk>/void/", arrivals.void_arrival, name="void_arrival"),
    path("arrivals/<key:pk>/route/", arrivals.route_arrival, name="route_arrival"),
    path("arrivals/<key:pk>/routings/<key:routing_pk>/", arrivals.end_routing, name="end_routing"),
    path("arrivals/<key:pk>/forward/", arrivals.draft_forward, name="draft_forward"),
    # how an appeal was decided, for both sides
    path("decisions/<key:pk>/letter.pdf", decisions.decision_pdf, name="decision_pdf"),
    path("decisions/<key:pk>/letter.docx", decisions.decision_docx, name="decision_docx"),
    # on their way to agencies
    path("inbox/", receiving.inbox, name="inbox"),
    path("inbox/<int:pk>/", receiving.received, name="received"),
    path("inbox/<int:pk>/file/", receiving.received_file, name="received_file"),
    path("inbox/<int:pk>/acknowledge/", receiving.acknowledge, name="acknowledge"),
    path("inbox/<int:pk>/forward/", receiving.forward, name="forward"),
    path("inbox/<int:pk>/done/", receiving.finish, name="finish"),
    path("sent/", sending.sent, name="sent"),
    path("sent/<int:pk>/", sending.chasing, name="chasing"),
    path("sent/<int:pk>/send/", sending.send, name="send"),
    path("sent/<int:pk>/remind/", sending.remind, name="remind"),
    path("sent/<int:pk>/recipients.pdf", sending.recipients_pdf, name="recipients_pdf"),
    path("sent/<int:pk>/recipients.<str:form>", sending.chasing_file, name="chasing_file"),
    path("sent/<int:pk>/paper/<int:delivery_pk>/", sending.signed_on_paper, name="signed_on_paper"),
    path("sent/<int:pk>/mails/<int:mail_pk>/", sending.again, name="mail_again"),
    path("lists/", lists.lists, name="lists"),
    path("lists/new/<str:office>/", lists.new_list, name="new_list"),
    path("lists/<int:pk>/", lists.one_list, name="one_list"),
    path("lists/<int:pk>/end/", lists.end_list, name="end_list"),
    path("mailboxes/", lists.mailboxes, name="mailboxes"),
    path("mailboxes/<int:agency_pk>/", lists.mailbox, name="mailbox"),
]

# Under /links/: as officers keep them.
link_addresses = (
    [
        path("", links.links, name="list"),
        path("new/", links.new_link, name="new"),
        path("<key:pk>/", links.link, name="one"),
        path("<key:pk>/poster.pdf", links.link_poster, name="poster_pdf"),
        re_path(r"^(?P<pk>[0-9]{1,18})/qr\.(?P<kind>svg|png)$", links.link_qr, name="qr"),
    ],
    "links",
)

# Under /l/: for everybody, as it stands on paper.
short_addresses = ([path("<str:code>/", following.follow, name="follow")], "link")

# Under /letters/written/: what the office writes.
writing_addresses = (
    [
        path("", written.written, name="list"),
        path("new/", written.write, name="new"),
        path("begin/", beginning.begin, name="begin"),
        path("registers/", registers.registers, name="registers"),
        path("office/<key:agency_pk>/", registers.issuer, name="issuer"),
        path("<key:pk>/", written.letter, name="letter"),
        path("<key:pk>/move/", written.move, name="move"),
        path("<key:pk>/letter.pdf", written.pdf, name="pdf"),
    ],
    "writing",
)

# For everybody, as the QR on a letter says.
verify_letter = path("verify/letter/<str:code>/", verifying.verify_letter, name="verify_letter")
# Under /meetings/: as officers hold them.
meeting_addresses = (
    [
        path("", meetings.meetings, name="list"),
        path("new/", meetings.new_meeting, name="new"),
        path("tasks/<key:pk>/", minutes.task, name="task"),
        path("<key:pk>/", meetings.meeting, name="one"),
        path("<key:pk>/change/", meetings.change_meeting, name="change"),
        path("<key:pk>/invite/", meetings.invite, name="invite"),
        path("<key:pk>/meeting.ics", meetings.calendar_file, name="ics"),
        path("<key:pk>/poster.pdf", attending.poster, name="poster_pdf"),
        path("<key:pk>/sign-in.pdf", attending.sheet, name="sheet_pdf"),
        path("<key:pk>/minutes/", minutes.minutes, name="minutes"),
        path("<key:pk>/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
        path("<key:pk>/minutes.docx", minutes.minutes_docx, name="minutes_docx"),
        path("<key:pk>/resolutions/<key:resolution_pk>/", minutes.decide, name="decide"),
    ],
    "meetings",
)

# Under /m/: what the QR code at the door opens.
attending_addresses = ([path("<str:code>/", attending.attend, name="sign_in")], "attend")
