"""Addresses. Every one stands in the permission matrix of tests/house/test_permissions.py."""

from django.urls import path
from django.views.i18n import set_language

from jiceng.web import accounts, campaign, desk, feed, register, sheet, signing

urlpatterns = [
    # desk
    path("", desk.desk, name="desk"),
    path("campaigns/<int:pk>/remind/", desk.remind, name="remind"),
    path("reminders/read/", desk.reminders_read, name="reminders-read"),
    path("feed/", feed.feed, name="feed"),
    path("feed/make/", feed.feed_make, name="feed-make"),
    path("feed/end/", feed.feed_end, name="feed-end"),
    path("feed/<str:token>.ics", feed.feed_read, name="feed-read"),
    # signing
    path("sign-in/", signing.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("language/", set_language, name="set-language"),
    path("mode/", signing.mode, name="mode"),
    path("invitation/", signing.invitation, name="invitation"),
    path("second-factor/", signing.second_factor, name="second-factor"),
    path("second-factor/begin/", signing.second_factor_begin, name="second-factor-begin"),
    path("me/", signing.me, name="me"),
    path("me/sessions/end/", signing.sessions_end, name="sessions-end"),
    path("me/sessions/<int:pk>/end/", signing.session_end, name="session-end"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_make, name="account-make"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/<slug:act>/", accounts.account_act, name="account-act"),
    path("post-changes/", accounts.post_changes, name="post-changes"),
    path("post-changes/<int:pk>/answer/", accounts.post_change_answer, name="post-change-answer"),
    path("audit/", accounts.audit, name="audit"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/<int:pk>/", register.organisation, name="organisation"),
    path("organisations/<int:pk>/below/", register.organisation_below, name="organisation-below"),
    path("campaigns/", campaign.campaigns, name="campaigns"),
    path("campaigns/<int:pk>/", campaign.campaign, name="campaign"),
    path("campaigns/<int:pk>/organisations/", campaign.listed, name="campaign-organisations"),
    path("campaigns/<int:pk>/forms/<slug:form>/", campaign.form_download, name="form-download"),
    path("subjects/<int:pk>/score/<slug:scorer>/", sheet.score, name="score"),
    path("subjects/<int:pk>/score/<slug:scorer>/line/", sheet.score_line, name="score-line"),
    path("subjects/<int:pk>/decide/", sheet.decide, name="decide"),
    path("subjects/<int:pk>/withdraw/", sheet.withdraw, name="withdraw"),
    path("subjects/<int:pk>/explain/", sheet.explain, name="explain"),
    path("subjects/<int:pk>/trace.json", sheet.trace, name="trace"),
]
