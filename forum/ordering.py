"""In which order branches are read, and where a page of them begins."""

from django.db.models import Q, QuerySet, Subquery, TextChoices

from forum.models import Post


class Order(TextChoices):
    OLDEST = "oldest", "Oldest first"
    NEWEST = "newest", "Newest first"
    ANSWERED = "answered", "Most answered"

    @property
    def asked(self) -> dict[str, str]:
        """What an address says of it: nothing of the usual one."""
        return {} if self is Order.OLDEST else {"sort": self.value}

    @property
    def query(self) -> str:
        return "".join(f"?{name}={value}" for name, value in self.asked.items())


# Ends with what no two posts share, so that a page can begin after any of them.
KEYS = {Order.OLDEST: ["id"], Order.NEWEST: ["-id"], Order.ANSWERED: ["-answer_count", "-id"]}


def tops(posts: QuerySet[Post], order: Order, after: int, limit: int) -> QuerySet[Post, int]:
    """The ids of so many top-level ones of these posts, in order, from the one after the post with this id.

    0 stands for none: then the one that opens the thread and the pinned ones are added, which come first and are
    nobody's successors.
    """
    top = posts.filter(position=0).order_by()
    found = top.filter(is_pinned=False, is_opening=False).order_by(*KEYS[order])
    if after:
        return found.filter(behind(after, order)).values_list("pk", flat=True)[:limit]
    # Each part by itself, so that an index leads to it. SQLite takes no limit in a part of a union, but below one.
    first = Post.objects.filter(pk__in=found.values("pk")[:limit]).values_list("pk", flat=True)
    always = [top.filter(is_pinned=True), top.filter(is_opening=True)]
    return first.union(*(posts.values_list("pk", flat=True) for posts in always))


def behind(after: int, order: Order) -> Q:
    if order is Order.OLDEST:
        return Q(pk__gt=after)
    if order is Order.NEWEST:
        return Q(pk__lt=after)
    answers = Subquery(Post.objects.filter(pk=after, position=0).values("answer_count"))
    # Said twice: the first half alone lets an index lead to the place.
    return Q(answer_count__lte=answers) & (Q(answer_count__lt=answers) | Q(pk__lt=after))


def whole_branches(order: Order) -> list[str]:
    """What all posts of these branches are sorted by."""
    through_root = [key.replace("answer_count", "root__answer_count").replace("id", "root") for key in KEYS[order]]
    return ["-root__is_opening", "-root__is_pinned", *through_root, "position"]
