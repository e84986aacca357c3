"""Figures from elsewhere: can these per cents come from so many, and does this table add up?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jiceng.kernel.footing import foot, places
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import check_shares
from jiceng.reports.returns import pasted
from jiceng.web import words
from jiceng.web.given import WHOLE, text_in, typed_in
from jiceng.web.pages import SignedIn, page

MOST = 12  # counts that a sentence names before it only counts them


@require_http_methods(["GET", "HEAD", "POST"])
@page
def figures(request: SignedIn) -> HttpResponse:
    """Nothing is kept: what was pasted is checked and shown again."""
    context = {
        "section": "return",
        "size": typed_in(request, "size"),
        "shares": typed_in(request, "shares"),
        "table": typed_in(request, "table"),
        "behind": [],
        "slips": [],
        "adds": False,
    }
    note, where = "", request.POST.get("what", "")
    try:
        if request.method == "POST" and where == "shares":
            context["behind"] = _behind(
                text_in(request, "size", most=20), text_in(request, "shares", most=WHOLE)
            )
        elif request.method == "POST":
            where = "table"
            slips = [
                words.refusal(slip) for slip in foot(pasted.table(text_in(request, "table", most=WHOLE)))
            ]
            context |= {"slips": slips, "adds": not slips}
    except Refusal as refused:
        note = words.refusal(refused)
    context |= {"note": note, "where": where}
    return render(request, "pages/figures.html", context, status=422 if note else 200)


def _behind(size: str, shares: str) -> list[tuple[str, str, str]]:
    """(name, share, the counts it can stand for)."""
    by_name = pasted.shares(shares)
    behind = check_shares(by_name, pasted.size(size), places=max(places(share) for share in by_name.values()))
    return [
        (
            name,
            f"{by_name[name]}%",
            "、".join(map(str, counts)) if len(counts) <= MOST else f"{counts[0]}—{counts[-1]}",
        )
        for name, counts in behind.items()
    ]
