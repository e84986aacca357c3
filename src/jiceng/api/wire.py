"""How the API answers: JSON, for who is signed in; what lies outside one's posts is not found."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.security import SessionAuth
from pydantic import StringConstraints

from jiceng import phrases
from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import plain
from jiceng.store.models import Post

ROOT = "api/"


# As long as pages take it, and without the zero byte that no keyboard types and PostgreSQL cannot keep.
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]


class Said(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class Refused(Schema):
    """What is wrong and what to do: code and facts for machines, the sentence for people."""

    code: str
    facts: dict[str, Any]
    message: Said


class Api(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        answer = super().create_response(request, data, **more)
        answer["Cache-Control"] = "private, no-store"
        return answer


# The page that tries operations out is left out: it would bring scripts from elsewhere. The schema is an operation.
api = Api(
    title="jiceng", version="1", description=__doc__ or "", docs_url=None, openapi_url=None, auth=SessionAuth(),
    urls_namespace="api",
)  # fmt: skip


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refused: Refusal) -> HttpResponse:
    answer = {
        "code": refused.code,
        "facts": facts(refused.facts),
        "message": said(refused.code, refused.facts),
    }
    return api.create_response(request, answer, status=422)


@api.exception_handler(Forbidden)
def _forbidden(request: HttpRequest, forbidden: Forbidden) -> HttpResponse:
    """What is forbidden is answered like what does not exist."""
    return api.create_response(request, {"detail": "Not Found"}, status=404)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """What was sent does not fit the schema: which fields, in their order."""
    places = [".".join(str(part) for part in error["loc"] if part != "body") for error in wrong.errors]
    return _refused(request, Refusal("api.unreadable", places=list(dict.fromkeys(filter(None, places)))))


@api.get("/openapi.json", url_name="api-schema", include_in_schema=False)
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(api.get_openapi_schema(path_prefix=f"/{ROOT}"))


def patterns() -> list[URLPattern]:
    """The addresses of every operation, by their own names, so that they stand in the matrix beside the pages'."""
    from jiceng.api import ballot, desk, procedure  # noqa: F401

    return [
        pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


def held(request: HttpRequest) -> list[Post]:
    """The posts of whoever asks; taken from the request where the check of the session has read them."""
    posts = getattr(request, "held", None)
    return scope.posts(request.user) if posts is None else posts


def said(code: str, told: dict[str, Any]) -> dict[str, str]:
    return {lang: phrases.sentence(code, told, lang) for lang in ("zh", "en")}


def facts(told: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON: numbers as exact text, days as 2012-04-18, a sentence within a sentence as its code and facts."""
    return {name: _fact(value) for name, value in told.items()}


def _fact(value: Any) -> Any:
    if isinstance(value, Refusal):
        return {"code": value.code, "facts": facts(value.facts)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_fact(entry) for entry in value]
    return plain(value)
