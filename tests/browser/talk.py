"""The seed with a little talk under it: every kind of post that a page can show."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from essays.models import Essay, Passage
from forum import moderation, posting
from forum.models import Appeal, Category, ModerationEntry, Post, Thread
from forum.moderation import flags
from forum.permissions import MODERATORS
from tests.conftest import make_member
from tests.forum.talk import because

ANSWERS_DEEP = 12  # More than a page indents.
MARKDOWN = """One **word** and `some code`, then [a link](https://example.org/a/rather/long/address/that/has/no/end).

> What was quoted.

- first
- second

| a table | of two columns |
|---|---|
| with | cells |

```
a line of code that is longer than any telephone is wide, and that nobody will break for the sake of it
```
"""


@dataclass(frozen=True)
class Talk:
    essay: Essay
    thread: Thread
    reader: User  # Has written what follows.
    newcomer: User  # Has written only what is held.
    moderator: User
    superuser: User
    published: Post  # On p26, with answers, quoting it, and edited.
    deepest: Post
    held: Post
    removed: Post
    withdrawn: Post
    reported: Post  # On p40, with what follows, by the moderated member.
    hidden: Post
    returned: Post  # Was never public.
    moderated: User  # Has been told of all this, and appealed once.
    appeal: Appeal
    discussion: Thread  # A member's, with a reply and an answer to it.

    @property
    def address(self) -> str:
        return self.essay.get_absolute_url()


def make_talk() -> Talk:
    """Write the talk. The seed must have been imported."""
    essay = Essay.objects.get()
    thread = Thread.objects.get(essay=essay)
    moderator, superuser = make_moderator(), make_superuser()
    reader, newcomer = make_member("reader-one", "Reader one"), make_member("reader-two", "قارئ")
    p26 = essay.passages.get(ref="p26")
    published = say(thread, reader, moderator, "A first reply.", anchor=p26, quote=words_of(p26, 40))
    published = posting.edit(published, by=reader, source=MARKDOWN)
    removed = say(thread, reader, moderator, "This will be removed.", parent=published)
    withdrawn = say(thread, reader, moderator, "This will be withdrawn.", parent=published)
    deepest = published
    for number in range(ANSWERS_DEEP):
        deepest = say(thread, reader, moderator, f"Answer {number + 1}.", parent=deepest)
    say(thread, reader, moderator, "On a note.", anchor=essay.passages.get(ref="n7"))
    say(thread, reader, moderator, "On the whole of it.")
    held = posting.reply(thread, author=newcomer, source="This waits.", anchor=p26)
    moderation.remove(removed, by=moderator, seen=removed.revision, reason=because("attack"))
    posting.withdraw(withdrawn, by=reader)
    posts = (Post.objects.get(pk=post.pk) for post in (published, deepest, held, removed, withdrawn))
    people = [reader, newcomer, moderator, superuser]
    told = moderated(thread, reader, moderator)
    return Talk(essay, thread, *people, *posts, *told, discussion_of(superuser, moderator))  # type: ignore[arg-type, call-arg]  # In their order.


def discussion_of(opener: User, moderator: User) -> Thread:
    """By those of whom no test counts what they are told."""
    texts = Category.objects.get(slug="texts")
    opening = posting.open_thread(opener, "Where his papers are now", texts, MARKDOWN)
    if opening.is_pending:
        moderation.approve(opening, by=moderator, seen=opening.revision)
    thread = Thread.objects.get(pk=opening.thread_id)
    reply = say(thread, moderator, moderator, "In a library.")
    say(thread, opener, moderator, "In which one?", parent=reply)
    return thread


def moderated(thread: Thread, reader: User, moderator: User) -> tuple[Post, Post, Post, User, Appeal]:
    """A member whose posts were reported, hidden, returned and removed, who was warned, and who appealed."""
    member, p40 = make_member("reader-four", "Reader four"), Passage.objects.get(essay=thread.essay, ref="p40")
    returned = posting.reply(thread, author=member, source="This is returned.", anchor=p40)
    moderation.return_to_author(returned, by=moderator, seen=1, reason=because("unclear"), note="Whom do you mean?")
    reported, hidden, removed = (
        say(thread, member, moderator, f"This is {state}.", anchor=p40) for state in ("reported", "hidden", "removed")
    )
    moderation.flag(reported, by=reader, seen=1, reason=because("off-topic"), note="It is about something else.")
    with transaction.atomic():
        flags.hide(Post.objects.locked(hidden.pk), flags.ENOUGH)
    moderation.remove(removed, by=moderator, seen=1, reason=because("attack"))
    decision = removed.moderation_entries.get(act=ModerationEntry.Act.REMOVE)
    appeal = moderation.appeal(decision, by=member, words="It was about the words, and not about their author.")
    moderation.warn(member, by=moderator, seen=0, reason=because("heated"))
    reported, hidden, returned = (Post.objects.get(pk=post.pk) for post in (reported, hidden, returned))
    return reported, hidden, returned, member, appeal


def say(
    thread: Thread,
    author: User,
    moderator: User,
    source: str,
    *,
    anchor: Passage | None = None,
    parent: Post | None = None,
    quote: str = "",
) -> Post:
    """Write a reply, and let it through where it is held."""
    post = posting.reply(thread, author=author, source=source, anchor=anchor, parent=parent, quote=quote)
    if post.is_pending:
        moderation.approve(post, by=moderator, seen=post.revision)
    return Post.objects.get(pk=post.pk)


def words_of(passage: Passage, characters: int) -> str:
    block = passage.blocks.get(edition=passage.essay.current_edition)
    return block.words[:characters].rsplit(" ", 1)[0]


def make_moderator() -> User:
    user = make_member("reader-three", "Reader three")
    user.groups.add(Group.objects.get(name=MODERATORS))
    user.is_staff = True
    user.save()
    return user


def make_superuser() -> User:
    user = make_member("keeper", "Keeper")
    user.is_staff = user.is_superuser = True
    user.save()
    return user
