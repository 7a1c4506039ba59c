"""allauth's forms in the site's words, and the profile."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import DISPLAY_NAME_MAX_LENGTH, User, clean_display_name

USERNAME_FIELD = User._meta.get_field("username")
DISPLAY_NAME_FIELD = User._meta.get_field("display_name")

# Typed as it is: no capital at the beginning, no red line under it.
VERBATIM = {"autocapitalize": "none", "spellcheck": "false"}


class UsernameTaken(Exception):
    """Somebody else took the name between the check of it and the writing of it."""


class PlainForm(forms.Form):
    """No placeholders, which repeat the label and vanish on typing; the first wrong field has the focus."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def full_clean(self) -> None:
        super().full_clean()
        for name, field in self.fields.items():
            if name in self.errors:
                field.widget.attrs["autofocus"] = True
                return


class LoginForm(PlainForm, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or e-mail"
        self.fields["login"].widget.attrs.update(VERBATIM, autocomplete="username")
        # The page links to the reset itself, with the way back in the link.
        self.fields["password"].help_text = ""


class SignupForm(PlainForm, allauth_forms.SignupForm):  # type: ignore[misc]  # allauth makes its base at run time.
    display_name = forms.CharField(
        label="Display name (optional)",
        required=False,
        max_length=DISPLAY_NAME_MAX_LENGTH,
        help_text=DISPLAY_NAME_FIELD.help_text,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    field_order = ["username", "display_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = USERNAME_FIELD.help_text
        self.fields["username"].widget.attrs.update(VERBATIM)
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = "We send a code to it. It is not shown on the site."

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """Make the member. Where another sign-up took the name first, put the error on it and raise UsernameTaken."""
        try:
            with transaction.atomic():
                return super().save(request)
        except IntegrityError as error:
            self._explain(error)
            raise UsernameTaken from error

    def _explain(self, error: IntegrityError) -> None:
        try:
            get_adapter().clean_username(self.cleaned_data["username"])
        except forms.ValidationError as taken:
            self.add_error("username", taken)
        else:
            raise error


class AddEmailForm(PlainForm, allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New address"
        self.fields["email"].help_text = "We send a code to it. Your old address stays until you have entered the code."


class ResetPasswordForm(PlainForm, allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"


class CodeForm(PlainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Capitals and the dash do not matter."
        self.fields["code"].widget.attrs.update(VERBATIM, autofocus=True)


class ConfirmEmailForm(CodeForm, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetForm(CodeForm, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


# A new password is typed once: who mistypes it asks for a reset, and nobody else types everything twice.


class ResetPasswordKeyForm(PlainForm, allauth_forms.ResetPasswordKeyForm):
    password2 = None  # type: ignore[assignment]  # Django's way to drop a field.


class SetPasswordForm(PlainForm, allauth_forms.SetPasswordForm):
    password2 = None  # type: ignore[assignment]  # Django's way to drop a field.


class ChangePasswordForm(PlainForm, allauth_forms.ChangePasswordForm):
    password2 = None  # type: ignore[assignment]  # Django's way to drop a field.

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = "New password"


class ReauthenticateForm(PlainForm, allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ProfileForm(PlainForm, forms.ModelForm):  # type: ignore[type-arg]  # Only the stubs take one.
    class Meta:
        model = User
        fields = ["display_name"]
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"})}

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])
