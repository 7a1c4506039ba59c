"""What allauth asks of the site: its words, and where a member is led after each act."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User

validate_email_length = MaxLengthValidator(User._meta.get_field("email").max_length)

WRONG_LOGIN = "This name or address and this password do not go together. Check both, or reset your password."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "username_taken": "This name is taken. Choose another one.",
        "incorrect_code": "This is not the code. Copy it from the newest mail that we sent you.",
        "incorrect_password": "This is not your password. Type it again.",
        "enter_current_password": "This is not your current password. Type it again.",
        "too_many_login_attempts": "That did not work too many times. Wait five minutes, then try again.",
        "rate_limited": "We have just sent you a mail. Wait ten seconds before you ask for another one.",
        "duplicate_email": "This is your address already.",
        "email_taken": "This address belongs to another account. Use another one.",
    }

    def save_user(  # type: ignore[override]  # allauth gives `user` no type: ours is narrower.
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user.display_name = form.cleaned_data["display_name"]
        super().save_user(request, user, form, commit)
        return user

    def clean_email(self, email: str) -> str:
        # A form lets 320 characters pass, and a column has room for fewer.
        validate_email_length(email)
        return email

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        # A member without an address could never reset a password; they change it instead.
        return not email_address.primary

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        words = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "minutes": settings.CODE_TIMEOUT // 60,
        }
        super().send_mail(template_prefix, email, {**context, **words})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_profile")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_email")
