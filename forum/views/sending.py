"""What becomes of words that can not be sent yet: nothing typed is lost."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forum import drafts
from forum.views.errors import csrf_failure


def is_preview(request: HttpRequest) -> bool:
    return "preview" in request.POST


def sign_in_to_send(request: HttpRequest, form: forms.Form, *, back_to: str) -> HttpResponse:
    """Keep what was typed, let the visitor sign in or join, and bring them back to it."""
    if not drafts.is_from_here(request):
        return csrf_failure(request)
    drafts.keep(request, {name: form.cleaned_data[name] for name in ("source", "quote") if name in form.cleaned_data})
    messages.info(request, "Your words are kept. Sign in or join, then you can post them.")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back_to})}")
