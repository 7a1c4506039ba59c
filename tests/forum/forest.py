"""Many posts at once, written straight into the tables, right in every column that the pages read."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from hypothesis import strategies as st

from accounts.models import User
from essays.models import Passage
from forum.models import Post, ReplyCount, Thread

# For each post the number of posts back to the one that it answers; what leads before the first is at the top.
shapes = st.lists(st.integers(0, 80), max_size=80).map(
    lambda back: [index - 1 - steps if index - 1 - steps >= 0 else None for index, steps in enumerate(back)]
)
Shape = Sequence[int | None]


def bush(count: int, branch: int = 10) -> Shape:
    """Branches of ten posts each: an answer to every second of the posts before it in its branch."""
    return [None if index % branch == 0 else index - (index % branch + 1) // 2 for index in range(count)]


def chain(count: int) -> Shape:
    return [None, *range(count - 1)]


def make_forest(thread: Thread, author: User, shape: Shape, anchor: Passage | None = None) -> list[Post]:
    """Published posts of that shape: for each the index of the one before it that it answers, or None."""
    posts = [new_post(thread, author, anchor, f"Post {index}.") for index in range(len(shape))]
    tops, in_branch = roots(shape), Counter[int]()
    for index, top in enumerate(tops):
        posts[index].position = in_branch[top]
        in_branch[top] += 1
    for level in levels(shape):
        for index in level:
            if (above := shape[index]) is not None:
                posts[index].parent, posts[index].root = posts[above], posts[tops[index]]
        for index, number in zip(level, thread.take_publications(len(level)), strict=True):
            posts[index].publication = number
        Post.objects.bulk_create(posts[index] for index in level)
        Post.objects.filter(thread=thread, root=None).update(root=F("pk"))
    count_answers(thread)
    tell(thread, anchor, len(posts))
    return posts


def new_post(thread: Thread, author: User, anchor: Passage | None, words: str) -> Post:
    now = timezone.now()
    html = f"<p>{words}</p>"
    return Post(
        thread=thread,
        anchor=anchor,
        author=author,
        source=words,
        html=html,
        written_at=now,
        published_at=now,
        status=Post.Status.PUBLISHED,
    )


def levels(shape: Shape) -> list[list[int]]:
    """The indexes by their distance from the top."""
    depths: list[int] = []
    for above in shape:
        depths.append(0 if above is None else depths[above] + 1)
    found: list[list[int]] = [[] for _ in range(max(depths, default=-1) + 1)]
    for index, depth in enumerate(depths):
        found[depth].append(index)
    return found


def roots(shape: Shape) -> list[int]:
    """For each post the index of its top-level ancestor, which is itself at the top."""
    found: list[int] = []
    for index, above in enumerate(shape):
        found.append(index if above is None else found[above])
    return found


def count_answers(thread: Thread) -> None:
    below = Post.objects.published().filter(root=OuterRef("pk"), position__gt=0).order_by()
    count = below.values("root").annotate(count=Count("pk")).values("count")
    thread.posts.filter(position=0).update(answer_count=Coalesce(Subquery(count), 0))


def tell(thread: Thread, anchor: Passage | None, count: int) -> None:
    """Bring the counters up to date."""
    on_whole = 0 if anchor else count
    Thread.objects.filter(pk=thread.pk).update(
        post_count=F("post_count") + count, whole_count=F("whole_count") + on_whole, last_post_at=timezone.now()
    )
    if anchor:
        ReplyCount.objects.update_or_create(thread=thread, anchor=anchor, defaults={"published": count})
