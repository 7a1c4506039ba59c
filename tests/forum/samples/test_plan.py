"""What is planned: as many posts as were asked for, in trees that posting could have made, the same ones for a seed."""

from collections import Counter

import pytest

from forum.samples import plan
from forum.samples.plan import CHAIN, PIECE, Fate, Piece, pieces, size_of

TEXTS = [40, 3]


def planned(posts: int, threads: int, seed: int = 1, texts: list[int] | None = None) -> list[Piece]:
    return list(pieces(size_of(posts, threads), TEXTS if texts is None else texts, seed))


def discussions(found: list[Piece]) -> Counter[int]:
    """How many posts each has."""
    return Counter({number: sum(len(one.posts) for one in found if is_of(one, number)) for number in numbers(found)})


def is_of(piece: Piece, number: int) -> bool:
    return piece.talk.passages is None and piece.talk.number == number


def numbers(found: list[Piece]) -> set[int]:
    return {piece.talk.number for piece in found if piece.talk.passages is None}


@pytest.mark.parametrize(("posts", "threads"), [(1, 1), (2, 1), (2, 2), (3, 2), (700, 15), (900, 900), (30_000, 600)])
def test_there_are_as_many_posts_and_threads_as_were_asked_for(posts: int, threads: int) -> None:
    found = planned(posts, threads)
    assert sum(len(piece.posts) for piece in found) == posts
    assert len(numbers(found)) == threads


def test_without_texts_all_is_said_in_discussions() -> None:
    assert sum(discussions(planned(700, 15, texts=[])).values()) == 700


def test_the_largest_discussion_takes_a_tenth_of_all_posts_beside_the_one_that_opens_it() -> None:
    assert discussions(planned(30_000, 600)).most_common(1) == [(0, 3_001)]


def test_one_chain_is_as_deep_as_it_is_said_to_be() -> None:
    first = next(piece for piece in planned(30_000, 600) if is_of(piece, 1))
    chain = first.posts[1 : CHAIN + 1]
    assert [post.parent for post in chain] == [None, *range(1, CHAIN)]
    assert {post.fate for post in chain} == {Fate.PUBLISHED}


def test_a_seed_makes_one_plan_and_another_seed_another() -> None:
    assert planned(3_000, 50) == planned(3_000, 50)
    assert planned(3_000, 50) != planned(3_000, 50, seed=2)


def test_a_piece_holds_whole_branches_in_the_order_of_arrival() -> None:
    for piece in planned(30_000, 600):
        assert len(piece.posts) <= PIECE
        below: Counter[int] = Counter()
        for index, post in enumerate(piece.posts):
            assert post.position == below[post.root]
            below[post.root] += 1
            if post.parent is None:
                assert post.root == index
                continue
            above = piece.posts[post.parent]
            assert post.parent < index
            assert (post.root, post.place) == (above.root, above.place)


def test_nobody_answers_what_waits_or_the_first_post_of_a_discussion() -> None:
    for piece in planned(30_000, 600):
        answered = {post.parent for post in piece.posts} - {None}
        assert not any(piece.posts[parent].fate is Fate.PENDING for parent in answered if parent is not None)
        assert not (piece.is_first and piece.talk.passages is None and 0 in answered)


def test_what_is_answered_was_opened_with_a_post_that_everybody_reads() -> None:
    for piece in planned(30_000, 600):
        if piece.is_first and piece.talk.passages is None and piece.talk.size > 1:
            assert piece.posts[0].fate in {Fate.PUBLISHED, Fate.EDITED}


def test_every_fate_befalls_some() -> None:
    assert {post.fate for piece in planned(3_000, 50) for post in piece.posts} == set(Fate)


def test_every_place_is_talked_about_that_a_text_has() -> None:
    places = {post.place for piece in planned(3_000, 50) if piece.talk.passages == 3 for post in piece.posts}
    assert places == {plan.WHOLE, 0, 1, 2}


def test_pieces_come_one_after_the_other_and_long_talk_goes_on_among_others() -> None:
    found = planned(30_000, 600)
    begins = 0
    for piece in found:
        assert piece.begins == begins
        begins += len(piece.posts)
    of_largest = [index for index, piece in enumerate(found) if is_of(piece, 0)]
    assert of_largest[0] < len(found) / 3
    assert of_largest[-1] > len(found) * 2 / 3
