"""Addresses. Every one stands in the permission matrix of tests/house/test_permissions.py."""

from django.urls import path
from django.views.i18n import set_language

from jiceng.web import campaign, desk, register, sheet, signing

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("sign-in/", signing.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("language/", set_language, name="set-language"),
    path("mode/", signing.mode, name="mode"),
    path("me/", signing.me, name="me"),
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
