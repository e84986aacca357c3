"""B-11: a list of answers is no signature: nobody puts the answers of one paper together again."""

from math import sqrt

from tests.forging import opened
from tests.made_ballots import make

EVENTS, PAPERS = 60, 24


def ballot(seed):
    return make(
        seed, sizes={"党员": PAPERS}, items=2, absent=0, invalid=0, says=None, paper=0.3
    )  # fmt: skip


def by_place(first, second):
    return list(zip(first, second, strict=True))


def by_number(first, second):
    """Those whose random numbers follow each other."""
    return list(
        zip(sorted(first, key=lambda one: one[2]), sorted(second, key=lambda one: one[2]), strict=True)
    )


def by_answer(first, second):
    """Those that said the same, in order; the rest as they come."""
    ordered = [sorted(rows, key=lambda one: (one[1], one[0])) for rows in (first, second)]
    return list(zip(*ordered, strict=True))


def right(made, columns, link):
    """How many of the links between the first two questions are of one paper."""
    event, (one, other) = made.closed.event, made.questions[:2]
    papers = {voter.commitments(event)[one]: voter.commitments(event)[other] for voter in made.voters}
    return sum(papers[first[0]] == second[0] for first, second in link(columns[one], columns[other]))


def shares(arrange):
    """Way of linking -> share of right links."""
    ways = (by_place, by_number, by_answer)
    found = dict.fromkeys(ways, 0)
    for seed in range(EVENTS):
        made = ballot(seed)
        for way in ways:
            found[way] += right(made, arrange(made), way)
    return {way: number / (EVENTS * PAPERS) for way, number in found.items()}


def published(made):
    return opened(made.files())["board"]["groups"]["党员"]


def chance():
    """One in as many as there are papers, and three standard errors."""
    return 1 / PAPERS + 3 * sqrt(1 / PAPERS * (1 - 1 / PAPERS) / (EVENTS * PAPERS))


def test_the_answers_of_one_paper_are_not_put_together_again():
    found = shares(published)

    assert found[by_place] <= chance()
    assert found[by_number] <= chance()


def test_in_the_order_of_papers_they_are():
    """The negative control: columns that were not sorted."""
    found = shares(lambda made: made.closed.rows["党员"])

    assert found[by_place] == 1


def test_the_same_answer_to_every_question_is_no_link_either():
    """Who says 好 to all is among all who say 好: as many links are right as there must be by the answers alone."""
    found = shares(published)[by_answer]

    assert found <= chance() * 2
