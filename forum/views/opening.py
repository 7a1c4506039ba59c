"""Opening a discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from forum import drafts, mentions, posting
from forum.models import Thread
from forum.moderation import NotPossible, Refused
from forum.opening import ABOUT, OpeningForm
from forum.views.errors import gives_words_back, not_posted
from forum.views.methods import is_sent
from forum.views.sending import is_preview, is_ready, keep_meanwhile, sign_in_to_send

if TYPE_CHECKING:
    from accounts.models import User


@is_sent
@gives_words_back
def new(request: HttpRequest) -> HttpResponse:
    """As with a reply, only what a member sends is checked for a token."""
    if request.method != "POST":
        return page(request, form_for(request))
    if request.user.is_authenticated:
        return send(request, request.user)
    form = OpeningForm(request.POST, reader=request.user)
    if is_ready(request, form):
        return sign_in_to_send(request, form, back_to=request.path)
    keep_meanwhile(request, form)
    return page(request, form)


@csrf_protect
def send(request: HttpRequest, author: User) -> HttpResponse:
    form = OpeningForm(request.POST, reader=author)
    form.draft = request.POST.get("draft", "")
    if not is_ready(request, form):
        return page(request, form)
    try:
        post = posting.open_thread(author, **form.said)
    except Refused as why:
        form.add_error("source", str(why))
        return page(request, form)
    except NotPossible as why:
        return not_posted(request, str(why), status=422)
    drafts.forget(request)
    return redirect(post.thread)


def form_for(request: HttpRequest) -> OpeningForm:
    """With what was typed before. What the address says it is about goes before what was kept of that."""
    begun = drafts.begun(request, request.path)
    asked = {name: request.GET[name] for name in ABOUT if name in request.GET}
    kept = {name: word for name, word in begun.words.items() if not asked or name not in ABOUT}
    form = OpeningForm(initial={**kept, **asked}, reader=request.user)
    if asked and form.about is None:
        raise Http404("There is nothing that this could be about.")
    form.open_with(begun)
    return form


def page(request: HttpRequest, form: OpeningForm) -> HttpResponse:
    preview = mentions.rendered(form.cleaned_data["source"]) if form.is_valid() and is_preview(request) else ""
    context = {
        "form": form,
        "preview": preview,
        "thread": Thread(**posting.links(form.about)),  # As it would say what it is about.
        "section": "discussions",
        "next": request.get_full_path(),
    }
    return render(request, "forum/new.html", context, status=422 if form.errors else 200)
