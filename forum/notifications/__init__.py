"""Who hears of what, on the site and by mail. Nothing is sent before what it says is committed."""

from forum.notifications.hearing import named, published, tell, tell_all
from forum.notifications.mail import send, unsent
from forum.notifications.reading import decisions_read, posts_read, read_all

__all__ = [
    "decisions_read",
    "named",
    "posts_read",
    "published",
    "read_all",
    "send",
    "tell",
    "tell_all",
    "unsent",
]
