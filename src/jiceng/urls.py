"""Addresses: every page belongs to jiceng.web."""

from django.urls import include, path

urlpatterns = [path("", include("jiceng.web.urls"))]
