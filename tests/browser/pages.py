"""Every page of the site, by who can open it."""

from django.urls import reverse

from forum.models import Post, Reason
from tests.browser.talk import Talk

ACCOUNT = "account_login account_signup account_reset_password account_logout".split()
MEMBERS_ACCOUNT = "account_profile account_email account_change_password account_reauthenticate account_logout".split()
ADMIN = """
index forum_thread_changelist forum_moderationentry_changelist forum_wordrule_changelist forum_wordrule_add
forum_category_changelist forum_category_add
""".split()
KEEPERS_ADMIN = """
accounts_user_changelist accounts_user_add auth_group_changelist account_emailaddress_changelist
essays_sitepage_changelist
""".split()


def public(talk: Talk) -> list[str]:
    """What everybody can read, and what they find where there is nothing."""
    published = talk.published.get_absolute_url()
    return [
        reverse("library"),
        talk.address,
        f"{talk.address}reply/",
        f"{talk.address}p1/",
        f"{talk.address}p26/",
        f"{talk.address}p22/",  # The quotation.
        f"{talk.address}p26/reply/",
        f"{talk.address}p40/",  # Posts in other states.
        f"{talk.address}n6/",  # The missing note.
        f"{talk.address}n7/",
        reverse("discussions"),
        reverse("search"),
        f"{reverse('search')}?q=serge+revolution",
        f"{reverse('search')}?q=author:nobody-here",
        f"{reverse('discussions')}?sort=newest&category=texts",
        reverse("new_discussion"),
        f"{reverse('new_discussion')}?post={talk.published.pk}",
        talk.thread.get_absolute_url(),
        f"{talk.thread.get_absolute_url()}reply/",
        talk.discussion.get_absolute_url(),
        f"{talk.discussion.get_absolute_url()}reply/",
        published,
        f"{published}reply/",
        f"{published}history/",
        talk.deepest.get_absolute_url(),
        talk.removed.get_absolute_url(),
        talk.withdrawn.get_absolute_url(),
        reverse("member", args=[talk.reader.username]),
        reverse("member", args=[talk.newcomer.username]),  # Nothing public yet.
        reverse("moderation_log"),
        reverse("about"),
        "/nothing-is-here/",
        talk.held.get_absolute_url(),  # Not for everybody: not found.
    ]


def of_the_published(talk: Talk) -> list[str]:
    """Where the words, the author or the essay of the published post are shown to everybody."""
    own = talk.published.get_absolute_url()
    return [
        reverse("library"),
        talk.address,
        reverse("discussions"),
        talk.thread.get_absolute_url(),
        own,
        f"{own}reply/",
        f"{own}history/",
        reverse("member", args=[talk.reader.username]),
    ]


def strangers(talk: Talk) -> list[str]:
    """Public pages, and the pages that lead in."""
    return [*public(talk), *(reverse(name) for name in ACCOUNT)]


def members(talk: Talk) -> list[str]:
    """Public pages as their author sees them, and those of the author alone."""
    own = talk.published.get_absolute_url()
    told = [reverse("notices"), reverse("appeal", args=[talk.removed.moderation_entries.all()[0].number])]
    told += [reverse("flag_post", args=[talk.reported.pk]), reverse("drafts")]
    told += [reverse("following"), reverse("follow_thread", args=[talk.thread.pk]), f"{talk.address}p26/follow/"]
    return [*public(talk), f"{own}edit/", f"{own}withdraw/", *told, *(reverse(name) for name in MEMBERS_ACCOUNT)]


def members_only(talk: Talk) -> list[str]:
    """What is different when it is one's own, and what nobody else has."""
    return [f"{talk.address}p26/", *(page for page in members(talk) if page not in public(talk))]


def newcomers(talk: Talk) -> list[str]:
    """Where a post that is held is shown to its author, and where others are reported."""
    held = talk.held.get_absolute_url()
    own = [held, f"{held}edit/", f"{held}history/", f"{talk.address}p26/", reverse("account_profile")]
    return [*own, reverse("notices"), reverse("flag_post", args=[talk.published.pk])]


def queue(talk: Talk) -> list[str]:
    """What waits, all posts, one that can be decided on and one that can only be looked at."""
    lists = [reverse("admin:forum_queueitem_changelist"), reverse("admin:forum_post_changelist")]
    return [*lists, decision(talk.held), decision(talk.removed)]


def desk(talk: Talk) -> list[str]:
    """A page for each kind of thing that a moderator decides on, and what is counted."""
    entry = talk.removed.moderation_entries.all()[0]
    things = {"post": talk.published.pk, "standing": talk.newcomer.pk, "thread": talk.thread.pk}
    things["moderationentry"] = entry.pk
    own = [reverse(f"admin:forum_{name}_change", args=[pk]) for name, pk in things.items()]
    return [*own, reverse("admin:forum_standing_changelist"), reverse("admin:forum_numbers")]


def reasons() -> list[str]:
    first = Reason.objects.all()[0]
    return [
        reverse("admin:forum_reason_changelist"),
        reverse("admin:forum_reason_add"),
        reverse("admin:forum_reason_change", args=[first.pk]),
    ]


def decision(post: Post) -> str:
    return reverse("admin:forum_post_change", args=[post.pk])


def moderators(talk: Talk) -> list[str]:
    searched = f"{reverse('admin:forum_post_changelist')}?q=words&_facets=True"
    others = [decision(talk.withdrawn), *desk(talk), *reasons()]
    return [f"{talk.address}p26/", *(reverse(f"admin:{name}") for name in ADMIN), searched, *queue(talk), *others]


def keepers_only(talk: Talk) -> list[str]:
    """What only the superuser has in the admin."""
    member = reverse("admin:accounts_user_change", args=[talk.reader.pk])
    password = reverse("admin:auth_user_password_change", args=[talk.reader.pk])
    entry = talk.held.moderation_entries.get()
    of_entry = reverse("admin:forum_moderationentry_change", args=[entry.pk])
    own = [reverse(f"admin:{name}") for name in KEEPERS_ADMIN]
    return [reverse("admin:index"), *own, member, password, of_entry]
