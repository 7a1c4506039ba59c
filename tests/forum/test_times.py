"""Times are written as HTML has them: to the second, with the distance from Greenwich."""

import re

from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import Post, Thread

TIME = re.compile(r'<time datetime="([^"]*)"')
TO_THE_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d")


def test_a_time_is_one_that_html_knows(serge: Thread, author: User, client: Client, trust: None) -> None:
    post: Post = posting.reply(serge, author=author, source="Words.")
    posting.edit(post, by=author, source="Other words.")
    own = post.get_absolute_url()
    for address in ("/", "/discussions/", "/essays/victor-serge/", own, f"{own}history/"):
        times = TIME.findall(client.get(address, follow=True).content.decode())
        assert times, address
        assert all(TO_THE_SECOND.fullmatch(time) for time in times), (address, times)
