"""From the site to the moderators' desk: the link in the header, and one at each post that can be decided on."""

import pytest
from django.test import Client

from accounts.models import User
from forum import posting
from forum.models import Thread
from tests.forum.pages import read
from tests.forum.queue import QUEUE, form_of, held_posts
from tests.forum.talk import client_of, published, signed_in

pytestmark = pytest.mark.django_db


def test_the_header_leads_a_moderator_to_the_queue(desk: Client) -> None:
    links = read(desk.get("/")).links
    assert QUEUE in links
    assert "/admin/" not in links


def test_the_header_leads_who_only_administers_to_the_admin(stranger: User) -> None:
    stranger.is_staff = True
    stranger.save()
    links = read(signed_in(stranger).get("/")).links
    assert "/admin/" in links
    assert QUEUE not in links


def test_the_header_leads_nobody_else_there(stranger: User) -> None:
    for user in (None, stranger):
        assert not [link for link in read(client_of(user).get("/")).links if link.startswith("/admin/")]


def test_a_moderator_decides_on_each_post_that_stands(thread: Thread, author: User, desk: Client) -> None:
    standing, gone = published(thread, author, ref="p1"), published(thread, author, ref="p1")
    posting.withdraw(gone, by=author)
    held = held_posts(thread, 1)[0]
    links = {link for link in read(desk.get(thread.get_absolute_url())).links if link.startswith("/admin/")}
    assert links == {QUEUE, form_of(standing), form_of(held)}
    assert form_of(held) in read(desk.get(held.get_absolute_url())).links


def test_nobody_else_is_led_to_a_decision(thread: Thread, author: User, stranger: User) -> None:
    post = published(thread, author)
    for user in (None, author, stranger):
        for url in (thread.get_absolute_url(), post.get_absolute_url()):
            assert not [link for link in read(client_of(user).get(url)).links if link.startswith("/admin/")]
