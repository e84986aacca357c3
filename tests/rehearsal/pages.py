"""Pages written by hand, as the robot reads them."""

from jiceng.rehearsal.page import Form, Page

ADDRESS = "http://testserver/desk/"


def page(body: str, status: int = 200) -> Page:
    return Page(ADDRESS, status, f"<!doctype html><html><body><main>{body}</main></body></html>".encode())


def form(fields: str, event: str = "record.write", holder: str = "7") -> Form:
    [form] = page(
        f'<form method="post" action="/send/" data-act="{event}" data-mechanism="planted/meeting"'
        f' data-holder="{holder}">{fields}<button class="btn btn-primary" name="do" value="send">送</button></form>'
    ).forms
    return form
