"""The smallest Django page that could take ballots: JSON in, one durable transaction, JSON out.

It looks whether the slip is known and puts the paper in, and checks nothing else.

Settings, address and page in one module; the same database settings as jiceng's own.
"""

import json
import os

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import path

from jiceng.settings import environment

SECRET_KEY = "of a page that signs nothing"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.smallest"
USE_TZ = True
DATABASES = {
    "default": environment.postgresql(os.environ["JICENG_DATABASE_URL"])
    if os.environ.get("JICENG_DATABASE_URL")
    else environment.sqlite(environment.data_folder() / "smallest.sqlite3")
}
TABLE = "CREATE TABLE smallest (nullifier varchar(64) PRIMARY KEY, eph text, iv text, ct text)"
SLIPS = "CREATE TABLE slips (nullifier varchar(64) PRIMARY KEY)"
KNOWN = "SELECT 1 FROM slips WHERE nullifier = %s"
INSERT = "INSERT INTO smallest VALUES (%s, %s, %s, %s)"


def cast(request: HttpRequest, event: str) -> HttpResponse:
    told = json.loads(request.body)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KNOWN, [told["code"]])
        if not cursor.fetchone():
            return HttpResponseBadRequest()
        cursor.execute(INSERT, [told["code"], told["eph"], told["iv"], told["ct"]])
    answer = JsonResponse({"nullifier": told["code"]})
    answer["Content-Length"] = str(
        len(answer.content)
    )  # keeps the line open; Django leaves it to a middleware
    return answer


urlpatterns = [path("b/<str:event>/cast", cast)]
