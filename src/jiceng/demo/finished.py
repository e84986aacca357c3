"""The campaign of 2012, closed: so many of each grade as one county published; which organisation has which is
invented."""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from jiceng import packs
from jiceng.demo import scores, sheets
from jiceng.demo.people import COUNTY, People
from jiceng.services import flag
from jiceng.services import sheet as services
from jiceng.store.models import Adoption, Campaign, Organisation, Subject, Track

PACK = "jilin-2012-grading"
# The figures of 000-1, adopted as a local setting: 000-4 names the grades and gives no shares.
SETTINGS = {"good-quota": {"at_most": "0.20"}, "poor-share": {"about": "0.10"}}

TITLE = "2012年基层党组织分类定级（演示）"
PUBLISHED = {"好": 54, "较好": 323, "一般": 107, "较差": 49}  # 533 organisations

OPENED, DUE, CLOSED = date(2012, 3, 18), date(2012, 4, 20), date(2012, 4, 25)
OWN_ON, ASSESSED_ON, DECIDED_ON = date(2012, 3, 28), date(2012, 4, 6), date(2012, 4, 12)
FLAG, FLAG_ON = "falsified", date(2012, 4, 16)

# Decided otherwise than computed (G-14), each with its reason: computed, decided, why.
DEVIATIONS = (
    ("好", "较好", "年内有一起信访积案未化解，会议研究不评为好"),
    ("好", "较好", "“好”的名额已满，按总分排序后调整"),
    ("好", "较好", "班子换届刚满半年，工作还需再看一年"),
    ("好", "较好", "安全生产检查被通报，会议研究降低一个等次"),
    ("较好", "一般", "考核后查实一件财务公开不实，会议研究降低一个等次"),
    ("较好", "一般", "群众反映集中的饮水问题考核时仍未解决"),
    ("一般", "较好", "扣分集中在场所面积，新活动室已建成，会议研究按较好定级"),
    ("一般", "较好", "抗洪抢险中表现突出，受到上级表彰，会议研究提高一个等次"),
    ("较差", "一般", "新任书记到任三个月，整改已见成效，会议研究按一般定级"),
)
EXPLAINED = ("好", "较差")


def run(top: Organisation, people: People, rng: random.Random) -> Campaign:
    """Open, fill, decide, close. Its committees stand beyond the last step: the figures are all that is known of it."""
    officer = people.account("county")
    adoption = Adoption.objects.create(
        organisation=top, pack=PACK, version=packs.load(PACK).version, settings=SETTINGS, adopted_on=OPENED
    )
    campaign = services.open_campaign(adoption=adoption, title=TITLE, by=officer, on=OPENED, due_on=DUE)
    subjects = list(
        campaign.subjects.select_related("organisation", "committee").order_by("organisation__path")
    )
    _fill(campaign, subjects, people, rng)
    flagged = next(
        subject
        for subject in subjects
        if subject.decided == "较差" and subject.organisation.kind == "village"
    )
    flag.record_flag(
        campaign=campaign, organisation=flagged.organisation, flag=FLAG, authority="市委组织部督查组",
        found_on=FLAG_ON, document="督查通报（演示）", by=officer, on=FLAG_ON,
    )  # fmt: skip
    Track.objects.filter(campaign=campaign).update(step="", entered_on=CLOSED)
    campaign.closed_on = CLOSED
    campaign.save(update_fields=["closed_on"])
    return campaign


def _fill(campaign: Campaign, subjects: Sequence[Subject], people: People, rng: random.Random) -> None:
    scheme, words = campaign.scheme, scores.words(campaign.opened_on.year)
    own_key, assessor = sheets.own_scorer(scheme), sheets.assessor(scheme)
    planned = _planned(subjects, rng)
    filled = []
    for subject in subjects:
        computed, grade, reason = planned[subject.pk]
        officer, reviewer = (
            people.at(subject.committee, "committee-officer"),
            people.at(subject.committee, "reviewer"),
        )
        entries = sheets.drawn(scheme, subject, computed, words, rng)
        own = sheets.own(scheme, subject, entries, rng)
        filled += [
            sheets.Filled(subject, own_key, own, people.at(subject.organisation, "secretary"), OWN_ON),
            sheets.Filled(subject, assessor, entries, reviewer, ASSESSED_ON),
        ]
        complete = {own_key: own, assessor: entries}
        sheets.compute(scheme, subject, complete, computed)
        sheets.decide(scheme, subject, complete, grade, reason, officer, DECIDED_ON)
        if grade in EXPLAINED and not reason and rng.random() < 0.7:
            sheets.explain(subject, entries, officer, DECIDED_ON)
    sheets.keep(scheme, filled)
    sheets.save(subjects)


def _planned(subjects: Sequence[Subject], rng: random.Random) -> dict[int, tuple[str, str, str]]:
    """Subject -> computed, decided, reason; so that the decided result is the published one."""
    decided = grades(subjects, PUBLISHED, rng)
    planned = {subject.pk: (decided[subject.pk], decided[subject.pk], "") for subject in subjects}
    for computed, grade, reason in DEVIATIONS:
        free = [
            subject.pk
            for subject in subjects
            if planned[subject.pk] == (grade, grade, "") and subject.class_name in ("村", "机关")
        ]
        planned[rng.choice(free)] = (computed, grade, reason)
    return planned


def grades(subjects: Sequence[Subject], counts: Mapping[str, int], rng: random.Random) -> dict[int, str]:
    """Exactly so many of each grade; the best more often in schools and the police, the poorest in small firms."""
    left = list(subjects)
    assigned: dict[int, str] = {}

    def likely(one: Subject, grade: str) -> float:
        if grade == "好":
            return {f"{COUNTY}-W02": 2.6, f"{COUNTY}-W07": 2.0}.get(one.committee.code, 1.0)
        if grade == "较差":
            likes = {"village": 1.3, "non-public-firm": 1.9, "state-firm": 1.9, "social-organisation": 1.5}
            return likes.get(one.organisation.kind, 0.5)
        return 1.0

    most = max(counts, key=lambda grade: counts[grade])
    for grade, count in counts.items():
        if grade == most:
            continue
        # Weighted drawing without putting back: the largest of uniform ** (1 / weight).
        drawn = sorted(
            left, key=lambda subject: (-(rng.random() ** (1 / likely(subject, grade))), subject.pk)
        )[:count]
        assigned |= {subject.pk: grade for subject in drawn}
        left = [subject for subject in left if subject.pk not in assigned]
    return assigned | {subject.pk: most for subject in left}
