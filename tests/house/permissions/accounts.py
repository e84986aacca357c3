"""Accounts, requests about posts, the record. The branch has an account and a request; both lie below its superiors."""

from jiceng.services import account
from tests.factories import ON, in_post, system_administrator, user
from tests.house.permissions import AT_BRANCH, PLACES, get, of, post

EVERYWHERE = " ".join(PLACES)
KEEPERS = ("system-administrator", "security-administrator")
REASON = {"reason": "任命文件"}


def make(world):
    held = in_post("secretary", world.branch)
    asked = account.ask_post(
        person=user().person, organisation=world.branch, role="member", reason="新党员",
        by=system_administrator(world.places["county"]), on=ON,
    )  # fmt: skip
    world.known |= {"account": held.pk, "request": asked.pk, "post": held.person.posts.get().pk}


def ask(world):
    return {"organisation": world.branch.code, "role": "member", "reason": "新党员"}


def act(name, sends, *roles, gets=302):
    return post(f"account {name}", sends, who=of(AT_BRANCH, *roles), gets=gets)


ROWS = {
    ("accounts", ""): get(who=of(EVERYWHERE, *KEEPERS)),
    ("account-make", ""): get(who=of(EVERYWHERE, "system-administrator")),
    ("account-make", "nothing told"): post(who=of(EVERYWHERE, "system-administrator"), gets=422),
    ("account", ""): get("account", who=of(AT_BRANCH, *KEEPERS)),
    ("account-act", "ask"): act("ask", ask, "system-administrator"),
    ("account-act", "end"): act("end", lambda world: REASON | {"post": world.known["post"]}, "system-administrator"),
    ("account-act", "close"): act("close", REASON, "system-administrator"),
    ("account-act", "invite"): act("invite", REASON, "system-administrator", gets=200),
    ("account-act", "reopen"): act("reopen", REASON, "security-administrator", gets=422),
    ("account-act", "reset"): act("reset-factor", REASON, "security-administrator", gets=422),
    ("account-act", "no such act"): act("promote", REASON),
    ("post-changes", ""): get(who=of(EVERYWHERE, *KEEPERS)),
    ("post-change-answer", ""): post("request", {"answer": "grant"}, who=of(AT_BRANCH, "security-administrator")),
    ("audit", ""): get(who=of(EVERYWHERE, "auditor")),
}  # fmt: skip
