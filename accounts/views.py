"""The pages of an account that allauth does not have, or not quite as they should be."""

from collections.abc import Mapping
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import (
    consume_email_verification_rate_limit as may_send_mail,
)
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms import ProfileForm, SignupForm, UsernameTaken
from accounts.models import User


class SignupView(allauth_views.SignupView):
    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except UsernameTaken:
            return self.form_invalid(form)  # type: ignore[no-any-return]  # allauth has no types.
        if isinstance(response, HttpResponseRedirect):
            # The page for the code knows the way back, too: signing up can be begun again from there.
            response = HttpResponseRedirect(self.passthrough_next_url(response.url))  # type: ignore[no-untyped-call]  # Nor here.
        return response


class ExpiredCodeExplained:
    """Says so where a code is no longer valid, instead of only leading somewhere else."""

    session_key: str
    expired: str
    extra_context: Mapping[str, Any] | None = {"minutes": settings.CODE_TIMEOUT // 60}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        had_a_code = self.session_key in request.session
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if had_a_code and not self._process:  # type: ignore[attr-defined]
            messages.error(request, self.expired)
        return response


class ConfirmEmailView(ExpiredCodeExplained, allauth_views.ConfirmEmailVerificationCodeView):
    session_key = EMAIL_VERIFICATION_CODE_SESSION_KEY
    expired = "The code is no longer valid. Sign in, and we send you a new one."

    def form_valid(self, form: Form) -> HttpResponse:
        process = self._process
        if process and self._action == "resend" and not may_send_mail(self.request, process.email, dry_run=True):
            # allauth would answer with a bare 429, and the page for the code would be gone.
            messages.error(self.request, get_adapter().error_messages["rate_limited"])
            return redirect(self.passthrough_next_url(self.request.path))  # type: ignore[no-untyped-call]  # Nor here.
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signing_up = bool(self.stage and self.stage.login.signup)
        return {**super().get_context_data(**kwargs), "signing_up": signing_up}  # type: ignore[no-untyped-call]  # Nor here.


class ConfirmPasswordResetView(ExpiredCodeExplained, allauth_views.ConfirmPasswordResetCodeView):
    session_key = PASSWORD_RESET_VERIFICATION_SESSION_KEY
    expired = "The code is no longer valid. Ask for a new one under “Forgotten your password?”."


signup = SignupView.as_view()
confirm_email = ConfirmEmailView.as_view()
confirm_password_reset = ConfirmPasswordResetView.as_view()


@require_POST
def start_again(request: HttpRequest) -> HttpResponse:
    """Give up a sign-up that waits for its code, so that it can be begun again with another address.

    allauth would log the visitor out, which empties the session, and a draft with it. Nothing here tells
    an address that has an account from one that has none.
    """
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    process = EmailVerificationProcess.resume(request)
    if stage and stage.login.signup and stage.login.user:
        User.objects.filter(pk=stage.login.user.pk, last_login=None).delete()
    if process:
        process.abort()
    return redirect(passthrough_next_redirect_url(request, reverse("account_signup"), REDIRECT_FIELD_NAME))


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Your display name is saved.")
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form}, status=422 if form.errors else 200)
