"""Addresses of the people room."""

from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from samrit.people.views import acting, agencies, demo, invitations, members, openid, security, tokens

app_name = "people"
urlpatterns = [
    path("", members.people, name="list"),
    path("memberships/<int:pk>/end/", members.end, name="end"),
    path("invite/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/revoke/", members.revoke, name="revoke"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("invitation/<str:token>/by/<slug:provider>/", invitations.accept_by, name="accept_by"),
    path("agencies/<slug:code>/add/", agencies.add, name="add_agency"),
    path("acting/", acting.acting, name="acting"),
    path("acting/appoint/", acting.appoint, name="appoint"),
    path("acting/<int:pk>/end/", acting.end, name="end_acting"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.make, name="make_token"),
    path("tokens/systems/new/", tokens.make_for_system, name="make_service_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("demo-sign-in/", demo.choose, name="demo"),
    path("demo-sign-in/<int:pk>/", demo.sign_in, name="demo_sign_in"),
]

# Before allauth's own of the same names: the page about one's account, which lists the passkeys too.
security_addresses = [
    path("", security.security, name="mfa_index"),
    path("webauthn/", RedirectView.as_view(url=reverse_lazy("mfa_index")), name="mfa_list_webauthn"),
]

# The second of these stands at the providers, to the letter.
openid_addresses = [
    path("<slug:provider>/", openid.sign_in, name="openid_begin"),
    path("<slug:provider>/callback/", openid.callback, name="openid_callback"),
    path("<slug:provider>/link/", openid.link, name="openid_link"),
    path("<slug:provider>/unlink/", openid.unlink, name="openid_unlink"),
    path("<slug:provider>/prove/", openid.prove, name="openid_prove"),
]
