"""The feeds' addresses. A feed is the same for everybody, whoever asks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from essays.models import Passage
from forum import mentions
from forum.feeds import atom
from forum.feeds.posts import Subject, latest, words
from forum.models import Post, Thread
from forum.views.methods import is_read
from forum.views.paging import merged_address


@is_read
def of_site(request: HttpRequest) -> HttpResponse:
    return answer(request, Subject(settings.SITE_NAME, reverse("discussions"), reverse("feed"), Post.objects.all()))


@is_read
def of_essay(request: HttpRequest, slug: str) -> HttpResponse:
    thread = get_object_or_404(Thread.objects.select_related("essay"), essay__slug=slug)
    own = reverse("feed_of_essay", args=[slug])
    assert thread.essay
    return answer(request, Subject(thread.title, thread.essay.get_absolute_url(), own, thread.posts.all()))


@is_read
def of_passage(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    found = get_object_or_404(Passage.objects.select_related("essay__thread"), essay__slug=slug, ref=ref)
    title = f"{found.essay.title}: {found.label}"
    posts = Post.objects.at(found.essay.thread, found)
    return answer(
        request, Subject(title, found.get_absolute_url(), reverse("feed_of_passage", args=[slug, ref]), posts)
    )


@is_read
def of_thread(request: HttpRequest, pk: int) -> HttpResponse:
    public = Thread.objects.visible_to(AnonymousUser()).select_related("essay", "merged_into")
    thread = get_object_or_404(public, pk=pk)
    if thread.essay:
        return redirect("feed_of_essay", thread.essay.slug, permanent=True)
    if thread.merged_into:
        return merged_address(reverse("feed_of_thread", args=[thread.where_it_went.pk]))
    own = reverse("feed_of_thread", args=[pk])
    return answer(request, Subject(thread.public_title, thread.get_absolute_url(), own, thread.posts.all()))


@is_read
def of_member(request: HttpRequest, username: str) -> HttpResponse:
    found = get_user_model().objects.filter(username__iexact=username).first() or mentions.once_called(username)
    if found is None:
        raise Http404("Nobody has this name.")
    if found.username != username:
        return redirect("feed_of_member", found.username)
    page, own = reverse("member", args=[username]), reverse("feed_of_member", args=[username])
    return answer(request, Subject(f"Posts by {found.get_full_name()}", page, own, Post.objects.by(found)))


def answer(request: HttpRequest, subject: Subject) -> HttpResponse:
    """The feed, or that it is the same still, for which no words are read."""
    found = latest(subject)
    mark = f'W/"{found.mark}"'  # Weak: compressed it is the same feed, not the same bytes.
    changed = int(found.changed.timestamp()) if found.changed else None
    response = get_conditional_response(request, etag=mark, last_modified=changed)
    if response is None:
        body = atom.document(found.feed, words(found.feed))
        response = HttpResponse(body, content_type=f"{atom.TYPE}; charset=utf-8")
    response["ETag"] = mark
    response["Cache-Control"] = "no-cache"  # It may be kept, not shown unasked: a post may be gone meanwhile.
    if changed:
        response["Last-Modified"] = http_date(changed)
    return response
