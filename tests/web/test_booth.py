"""测评 booth: what a phone gets and sends, how heavy it is, which engines run it. Its traces: test_booth_traces."""

import gzip
import json
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from jiceng.kernel.ballot import ABSTAIN
from jiceng.kernel.ballot.slip import check_letter
from jiceng.phrases import secrecy
from jiceng.services.ballot import box
from jiceng.web import booth, quiet
from jiceng.web.middleware import without_traces
from tests.boxes import ASKED, an_open_box, new_code, paper
from tests.factories import user
from tests.house.project import ROOT

pytestmark = pytest.mark.django_db

TEMPLATE = ROOT / "src/jiceng/web/templates/booth.html"
LIGHT = 60 * 1024  # bytes, compressed
NOWHERE = "0" * 16


@pytest.fixture
def room():
    return an_open_box()


@pytest.fixture
def phone():
    """Without a cookie, and held to every rule against forged forms."""
    return Client(enforce_csrf_checks=True)


def send(phone, room, told, event=None):
    content = told if isinstance(told, (str, bytes)) else json.dumps(told)
    return phone.post(f"/b/{event or room.id}/cast", content, content_type="application/json")


def sealed(room, name="党员", at=0, **changed):
    one = room.sealed(name)
    return {"class": name, "code": room.codes[name][at], "eph": one.eph, "iv": one.iv, "ct": one.ct} | changed


def plain(room, value="好", comment="", at=0):
    answers = [[one.item, one.value, one.nonce] for one in paper(value).answers]
    return {"class": "党员", "code": room.codes["党员"][at], "answers": answers, "comment": comment}


# -- casting


def test_a_paper_is_taken_once_and_the_same_paper_again_gets_the_same_answer(phone, room):
    told = sealed(room)

    first, again, other = (send(phone, room, one) for one in (told, told, sealed(room)))

    assert [one.status_code for one in (first, again, other)] == [200, 200, 409]
    assert first.json() == again.json()
    assert re.fullmatch("[0-9a-f]{128}", first.json()["signature"])
    assert other.json() == {"code": "ballot.slip-spent"}
    assert box.returned(room.id) == 1


def test_a_phone_that_cannot_seal_is_taken_too_and_its_paper_again_is_the_same(phone, room):
    told = plain(room, comment="慢一点")

    first, again, other = (send(phone, room, one) for one in (told, told, plain(room)))

    assert [one.status_code for one in (first, again, other)] == [200, 200, 409]
    assert first.json() == again.json()
    assert [one.comment for one in room.opened()] == ["慢一点"]


def wrong_letter(code):
    return code[:-1] + ("0" if code[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (lambda room: sealed(room, code=wrong_letter(room.codes["党员"][0])), 400, "code-unreadable"),
        (lambda room: sealed(room, code=new_code()), 404, "slip-unknown"),
        (lambda room: sealed(room, **{"class": "群众代表"}), 404, "slip-unknown"),
        (lambda room: sealed(room, iv="AAAA"), 400, "envelope-unreadable"),
        (lambda room: sealed(room, eph=7), 400, "envelope-unreadable"),
        (lambda room: {"class": "党员"}, 400, "envelope-unreadable"),
        (lambda room: plain(room) | {"answers": 5}, 400, "envelope-unreadable"),
        (lambda room: plain(room) | {"answers": [["总体评价"]]}, 400, "paper-unreadable"),
        (lambda room: plain(room) | {"answers": []}, 400, "paper-unreadable"),
        (lambda room: plain(room) | {"comment": "\0"}, 400, "paper-unreadable"),
        (lambda room: plain(room) | {"comment": "\ud800"}, 400, "envelope-unreadable"),
        (lambda room: "", 400, "envelope-unreadable"),
        (lambda room: "[" * 60_000, 400, "envelope-unreadable"),
        (lambda room: b"\xff\xfe", 400, "envelope-unreadable"),
        (lambda room: "7", 400, "envelope-unreadable"),
        (lambda room: sealed(room, ct="A" * booth.LARGEST), 413, "too-large"),
    ],
)
def test_what_is_no_paper_is_told_in_one_word(phone, room, change, status, code):
    answer = send(phone, room, change(room))

    assert (answer.status_code, answer.json()) == (status, {"code": f"ballot.{code}"})
    assert box.returned(room.id) == 0


@pytest.mark.parametrize("state", ["opening", "closed", "void"])
def test_a_box_that_is_not_open_says_in_which_state_it_is(phone, room, state):
    room.move(state)

    answer = send(phone, room, sealed(room))

    assert (answer.status_code, answer.json()) == (403, {"code": "ballot.not-open", "state": state})


def test_a_paper_that_came_in_time_is_acknowledged_after_closing_too(phone, room):
    told = sealed(room)
    first = send(phone, room, told)
    room.move("closed")

    assert send(phone, room, told).json() == first.json()


@pytest.mark.parametrize("event", [NOWHERE, "x", "0" * 15 + "G"])
def test_a_ballot_that_is_not_there_is_told_alike(phone, room, event):
    answers = [send(phone, room, sealed(room), event=event), phone.get(f"/b/{event}/sheet.json")]

    assert [(one.status_code, one.json()) for one in answers] == [(404, {"code": "ballot.event-unknown"})] * 2


def test_the_sheet_tells_what_is_asked_and_the_key_and_nothing_of_people(phone, room):
    told = phone.get(f"/b/{room.id}/sheet.json").json()

    assert told["sheet"]["questions"] == [[one.name, list(one.options)] for one in ASKED]
    assert (told["box_public"], told["state"]) == (room.event.box_public, "open")
    assert set(told) == {"sheet", "box_public", "state", "smallest"}


def test_a_ballot_whose_list_is_not_frozen_shows_no_sheet(phone, room):
    room.event.sheet = {}
    room.event.save()

    assert phone.get(f"/b/{room.id}/sheet.json").status_code == 404


# -- every answer


def answers_of(phone, room):
    return {
        "page": phone.get("/b/"), "script": phone.get("/b/booth.js"), "style": phone.get("/b/booth.css"),
        "sheet": phone.get(f"/b/{room.id}/sheet.json"), "cast": send(phone, room, sealed(room)),
        "spent": send(phone, room, sealed(room)), "nothing": phone.get("/b/nothing.js"),
        "wrong method": phone.get(f"/b/{room.id}/cast"), "forged": phone.post("/b/"),
    }  # fmt: skip


def test_every_answer_sets_no_cookie_and_shuts_everything_but_itself(phone, room):
    for name, answer in answers_of(phone, room).items():
        policy = answer.headers["Content-Security-Policy"]

        assert not answer.cookies, name
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert answer.headers["Referrer-Policy"] == "no-referrer", name
        assert "Set-Cookie" not in answer.headers, name


def test_it_is_the_same_page_for_who_is_signed_in_and_nobody_is_looked_up(phone, django_assert_num_queries):
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(user())
    signed_in.cookies["django_language"] = "en"

    with django_assert_num_queries(0):
        pages = [one.get("/b/").content for one in (phone, signed_in)]

    assert pages[0] == pages[1]


def test_nothing_of_who_asks_reaches_the_view(monkeypatch):
    seen = {}
    headers = {
        "HTTP_COOKIE": "sessionid=1", "HTTP_USER_AGENT": "a phone", "REMOTE_ADDR": "203.0.113.7",
        "HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_REFERER": "x", "HTTP_HOST": "testserver",
    }  # fmt: skip
    pass_on = without_traces(lambda request: seen.update({request.path: request}))
    # A paper goes another, shorter way.
    monkeypatch.setattr(
        booth, "cast", lambda request, event: seen.update({request.path: request}) or HttpResponse()
    )

    for path in ("/b/", "/b/0123456789abcdef/cast", "/b", "/n/", "/ballots/"):
        pass_on(RequestFactory().get(path, **headers))

    kept = {path: {name for name in headers if name in one.META} for path, one in seen.items()}
    assert kept == {
        "/b/": {"HTTP_HOST"}, "/b/0123456789abcdef/cast": {"HTTP_HOST"}, "/b": {"HTTP_HOST"},
        "/n/": set(headers), "/ballots/": set(headers),
    }  # fmt: skip
    assert seen["/b/"].COOKIES == {}


SAFETY = (
    "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Cache-Control",
)  # fmt: skip


def test_a_papers_shorter_way_is_as_safe_as_the_sheets(phone, room, settings):
    paths = [f"/b/{room.id}/sheet.json", f"/b/{room.id}/cast"]

    told = [[phone.get(path).headers[name] for name in SAFETY] for path in paths]
    settings.SECURE_SSL_REDIRECT = True
    moved = [Client().post(path).status_code for path in paths]
    strange = [
        Client().post(path, secure=True, headers={"host": "elsewhere.cn"}).status_code for path in paths
    ]

    assert told[0] == told[1]
    assert moved == [301, 301]
    assert strange == [400, 400]


def test_a_fault_inside_is_told_in_one_word_and_written_nowhere(phone, room, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(box, "cast", lambda *args, **facts: 1 / 0)

    answer = send(phone, room, sealed(room))

    assert (answer.status_code, answer.json()) == (503, {"code": "ballot.try-again"})
    assert caplog.records == []


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ('"%s" %s %s', ("GET /b/ HTTP/1.1", "200", "16790")),
        ('"%s" %s %s', ("POST /b/0123456789abcdef/cast HTTP/1.1", "409", "29")),
        ("%s: %s", ("Not Found", "/b/nothing")),
        ('203.0.113.7 - - "GET /b HTTP/1.1" 301 0 "-" "a phone"', ()),
        ("Invalid HTTP_HOST header in https://party.example.cn/b/?x=1", ()),
    ],
)
def test_a_line_about_the_booth_passes_no_log(line, args):
    record = logging.LogRecord("django.server", logging.INFO, "", 0, line, args, None)

    assert not quiet.NotTheBooth().filter(record)


@pytest.mark.parametrize(
    "line", ['"GET /n/ HTTP/1.1" 200 5', '"GET /ballots/b/ HTTP/1.1" 200 5', '"GET /bands/ HTTP/1.1" 200 5']
)
def test_a_line_about_other_pages_does(line):
    record = logging.LogRecord("django.server", logging.INFO, "", 0, line, (), None)

    assert quiet.NotTheBooth().filter(record)


def test_every_log_of_requests_is_silenced_once():
    heard = {name: [type(one).__name__ for one in logging.getLogger(name).filters] for name in quiet.LOGS}

    assert heard == {name: ["NotTheBooth"] for name in quiet.LOGS}


# -- the page


def test_the_whole_booth_is_lighter_than_sixty_kilobytes(phone):
    parts = [phone.get(path) for path in ("/b/", "/b/booth.css", "/b/booth.js")]

    sizes = [len(gzip.compress(one.content)) for one in parts]

    assert sum(sizes) < LIGHT, sizes
    assert [one.headers["Content-Type"].split(";")[0] for one in parts] == [
        "text/html",
        "text/css",
        "text/javascript",
    ]


def test_the_page_asks_for_its_two_parts_and_nothing_else(phone):
    page = phone.get("/b/").content.decode()

    asked = re.findall(r"""(?:src|href)="([^"]+)\"""", page)

    assert [re.sub(r"\?v=[0-9a-f]{12}$", "", one) for one in asked] == [
        "data:,", "booth.css", "../v/", "../v/", "booth.js",
    ]  # fmt: skip
    assert "http" not in page


def test_every_sentence_stands_there_in_both_languages(phone):
    page = phone.get("/b/").content.decode()
    page = re.sub(
        r"<noscript>.*?</noscript>|<title>.*?</title>|<template.*?</template>|<!--.*?-->",
        "",
        page,
        flags=re.DOTALL,
    )

    pairs = re.findall(r'<span class="zh"[^>]*>.*?</span><span class="en"[^>]*>.*?</span>', page)
    rest = re.sub(r'<span class="(?:zh|en)"[^>]*>.*?</span>', "", page)

    assert len(pairs) == len(re.findall('class="zh"', page)) == len(re.findall('class="en"', page))
    assert len(pairs) > 50
    assert re.sub(r"<[^>]*>", "", rest).split() == []


def test_the_page_says_whom_it_protects_from_and_whom_not(phone):
    page = phone.get("/b/").content.decode().replace("&#x27;", "'")

    assert [one for pair in (*secrecy.PROTECTS, *secrecy.NOT) for one in pair if one not in page] == []


# -- engines of 2020: Chromium 80, iOS 13

NEWER_SCRIPT = {
    "replaceAll": r"\.replaceAll\(",
    "at": r"\.at\(",
    "randomUUID": "randomUUID",
    "structuredClone": "structuredClone",
    "hasOwn": r"\.hasOwn\(",
    "findLast": r"\.findLast",
    "logical assignment": r"(?:\?\?|\|\||&&)=",
    "any": r"Promise\.any",
    "weak reference": "WeakRef",
    "private field": r"[\s.]#\w+\s*[=;(]",
    "lookbehind": r"\(\?<[=!]",
    "separator": r"\b\d+_\d",
    "copying sort": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "groupBy": r"\.groupBy\(",
    "timeout signal": r"AbortSignal\.",
    "static block": r"\bstatic\s*\{",
    "class field": r"^\s*static\s+\w+\s*=",
    "big integer": r"\b\d+n\b",
    "optional chain": r"\?\.\w",
    "nullish": r"\?\?",
    "matchAll": r"\.matchAll\(",
    "allSettled": r"allSettled",
    "import": r"\bimport\b",
    "module": r"^export\b",
}
NEWER_STYLE = {
    "flex gap": r"(?<!-)\bgap\s*:",
    ":is": r":is\(",
    ":where": r":where\(",
    ":has": r":has\(",
    "inset": r"\binset\s*:",
    "aspect-ratio": "aspect-ratio",
    "focus-visible": "focus-visible",
    "new units": r"\d(?:dvh|svh|lvh|dvw)",
    "layer": "@layer",
    "container": "@container",
    "mixed colour": r"color-mix|oklch",
    "accent": "accent-color",
    "logical": r"(?:margin|padding)-inline",
    "nesting": r"^\s*&",
    "scrollbar": "scrollbar-gutter",
    "balance": r"text-wrap",
}


def newer(text, known):
    bare = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    return sorted(name for name, piece in known.items() if re.search(piece, bare, re.MULTILINE))


@pytest.mark.parametrize("name", ["seal.js", "booth.js"])
def test_the_scripts_use_nothing_newer_than_an_old_phone(name):
    assert newer((booth.SCRIPTS / name).read_text(encoding="utf-8"), NEWER_SCRIPT) == []


def test_the_style_uses_nothing_newer_than_an_old_phone():
    assert newer((booth.SCRIPTS / "booth.css").read_text(encoding="utf-8"), NEWER_STYLE) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.replaceAll('x', 'y'); b.at(-1)", ["at", "replaceAll"]),
        ("x ??= 1; y = z?.w", ["logical assignment", "nullish", "optional chain"]),
        ("// a.at(1)\nslip.at = 3; key ? .5 : 1", []),
    ],
)
def test_newer_words_of_scripts_are_recognised(text, found):
    assert newer(text, NEWER_SCRIPT) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (".a { gap: 1rem; inset: 0; }", ["flex gap", "inset"]),
        (".a:is(b) { aspect-ratio: 1 }", [":is", "aspect-ratio"]),
        ("a { margin: 0 }", []),
    ],
)
def test_newer_words_of_styles_are_recognised(text, found):
    assert newer(text, NEWER_STYLE) == found


def test_scripts_and_page_agree_on_the_names_of_parts(phone):
    page, script = phone.get("/b/").content.decode(), (booth.SCRIPTS / "booth.js").read_text(encoding="utf-8")
    ids = set(re.findall(r'id="([\w-]+)"', page))

    asked = set(re.findall(r'find\("([\w-]+)"\)', script)) | {
        f"state-{one}" for one in re.findall(r'show\("([\w-]+)"\)', script)
    }

    assert asked - ids == set()
    acts = set(re.findall(r'data-do="(\w+)"', page))
    assert acts <= set(re.findall(r"^    (\w+):", script, re.MULTILINE))
    assert ABSTAIN in page


def test_a_slips_check_letter_is_sent_with_it(phone, room):
    """The server reads seventeen letters; a phone that sent sixteen would be refused."""
    code = room.codes["党员"][0]

    assert code[-1] == check_letter(code[:-1])
    assert send(phone, room, sealed(room, code=code[:-1])).status_code == 400
