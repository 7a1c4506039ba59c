"""What becomes of words that cannot be sent yet: nothing typed is lost."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forum import drafts
from forum.views.errors import csrf_failure, send_again

# The fields that hold words, and what goes with them.
TYPED = ("title", "category", "source", "quote", "prefix", "suffix", "essay", "passage", "post", "seen")


def is_preview(request: HttpRequest) -> bool:
    return "preview" in request.POST


def is_ready(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form is to be taken: nothing is wrong with it, and more than a preview is asked for."""
    return form.is_valid() and not is_preview(request)


def sign_in_to_send(request: HttpRequest, form: forms.Form, *, back_to: str) -> HttpResponse:
    """Keep what was typed, let the visitor sign in or join, and bring them back to it."""
    if not drafts.is_from_here(request):
        return csrf_failure(request)
    if not drafts.keep(request, kept_words(request, form)):
        return send_again(request, status=429)
    messages.info(request, "Your words are kept. Sign in or join, then you can post them.")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back_to})}")


def keep_meanwhile(request: HttpRequest, form: forms.Form) -> None:
    """Keep what is shown again to a visitor: the header of that page leads to signing in as well."""
    if "source" in words_in(form) and drafts.is_from_here(request):
        drafts.keep(request, kept_words(request, form))


def kept_words(request: HttpRequest, form: forms.Form) -> dict[str, str]:
    """What was typed, with the draft that it was made of where its writer was signed in before."""
    version = request.POST.get("draft", "")[:20]
    return {**words_in(form), **({"draft": version} if version else {})}


def words_in(form: forms.Form) -> dict[str, str]:
    """What was typed, by the name of its field, as far as nothing is wrong with it."""
    typed = {name: form.cleaned_data[name] for name in TYPED if form.cleaned_data.get(name) is not None}
    return {name: str(getattr(value, "pk", value)) for name, value in typed.items()}
