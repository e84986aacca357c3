"""Addresses: pages are jiceng.web's, what machines ask is jiceng.api's."""

from django.urls import include, path

from jiceng import api

urlpatterns = [
    path(api.ROOT, include(api.patterns())),
    path("", include("jiceng.web.urls")),
]
