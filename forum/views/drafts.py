"""A member's drafts: saved while they are typed, and listed for the member alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.vary import vary_on_headers

from forum.drafts import Elsewhere, discard, is_form, keep, listed, save, version_of
from forum.drafts.session import is_from_here
from forum.forms import DraftForm
from forum.views.errors import csrf_failure, not_posted, send_again
from forum.views.methods import is_sent

if TYPE_CHECKING:
    from accounts.models import User

MADE_MEANWHILE = "This draft was changed on another device since you opened this page. Look at it again."


@is_sent
@never_cache
@vary_on_headers("Accept")
def drafts(request: HttpRequest) -> HttpResponse:
    """One's own, the latest first; or save one for the form whose address is in `for`."""
    if request.method == "POST" and not is_form(request.GET.get("for", "")):
        raise Http404("There is no form for words at this address.")
    if not request.user.is_authenticated:
        return keep_until_signed_in(request) if request.method == "POST" else redirect_to_login(request.path)
    if request.method == "POST":
        return put_away(request, request.user)
    return render(request, "forum/drafts.html", {"drafts": listed(request.user), "next": request.path})


@csrf_protect
def put_away(request: HttpRequest, member: User) -> HttpResponse:
    path, version = request.GET["for"], request.POST.get("draft", "")
    if "discard" in request.POST:
        if not discard(member, path, version):
            messages.info(request, MADE_MEANWHILE)
        return redirect("drafts")
    form = DraftForm(request.POST)
    if not form.is_valid():
        return not_saved(request, why_not(form))
    try:
        draft = save(member, path, form.words(), version)
    except Elsewhere as other:
        return saved_elsewhere(request, form, other)
    if by_script(request):
        return JsonResponse({"version": version_of(draft)})
    messages.success(request, "Your draft is saved." if draft else "Write something first: nothing was saved.")
    return redirect("drafts")


def why_not(form: DraftForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def not_saved(request: HttpRequest, why: str) -> HttpResponse:
    return JsonResponse({"why": why}, status=422) if by_script(request) else not_posted(request, why, status=422)


def saved_elsewhere(request: HttpRequest, form: DraftForm, other: Elsewhere) -> HttpResponse:
    """Show both: neither is lost. 410 where the draft was posted or discarded."""
    words = other.draft.words if other.draft else {}
    version, status = version_of(other.draft), 409 if other.draft else 410
    if by_script(request):
        return JsonResponse({"version": version, "words": words}, status=status)
    context = {"words": form.words(), "other": words, "version": version, "path": request.GET["for"]}
    return render(request, "forum/draft_elsewhere.html", context, status=status)


def keep_until_signed_in(request: HttpRequest) -> HttpResponse:
    """For whose session ran out while they wrote: as with what is to be posted."""
    form = DraftForm(request.POST)
    if by_script(request):
        return JsonResponse({}, status=403)  # The words are still in the page.
    if not is_from_here(request):
        return csrf_failure(request)
    path = request.GET["for"]
    if not form.is_valid():
        return not_posted(request, why_not(form), status=422)
    if not keep(request, form.words(), path):
        return send_again(request, status=429)
    messages.info(request, "Your words are kept. Sign in to go on with them.")
    return redirect_to_login(path)


def by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
