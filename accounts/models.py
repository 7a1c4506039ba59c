"""Who writes. A username is an address; a display name is what a person likes to be called."""

import re
import unicodedata

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

USERNAME_MAX_LENGTH = 30
DISPLAY_NAME_MAX_LENGTH = 60

# Names that would speak for the site or stand for nobody.
RESERVED_USERNAMES = frozenset(
    """
    about abuse account accounts admin administrator all anonymous api author authors colloquy contact deleted
    discussions editor editors erased essays everybody everyone feeds forum guest help here history info login
    logout mail me member members mod moderation moderator moderators mods nobody none null official owner policy
    post postmaster posts privacy reader root search security settings sign-up signup staff static superuser
    support sysadmin system team terms undefined unknown user users webmaster withdrawn you
    """.split()
)

validate_username_form = RegexValidator(
    re.compile(r"\A[A-Za-z0-9](?:[A-Za-z0-9_-]{1,28})[A-Za-z0-9]\Z"),
    "Use 3 to 30 letters from a to z, digits, hyphens and underscores; begin and end with a letter or a digit.",
)


def validate_username_not_reserved(value: str) -> None:
    if value.lower() in RESERVED_USERNAMES:
        raise ValidationError("This name is reserved. Choose another one.", code="reserved")


def clean_display_name(value: str) -> str:
    """Return the name as one line in NFC, without control, formatting or private characters.

    Invisible characters and changes of direction would let one name pass for another or disturb the
    line that it stands in. The joiners that some scripts need are kept.
    """
    joiners = "\u200c\u200d"
    kept = (
        char if char in joiners or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} else " "
        for char in unicodedata.normalize("NFC", value)
    )
    return " ".join("".join(kept).split())


class User(AbstractUser):
    username = models.CharField(
        max_length=USERNAME_MAX_LENGTH,
        unique=True,
        validators=[validate_username_form, validate_username_not_reserved],
        error_messages={"unique": "This name is taken. Choose another one."},
        help_text="3 to 30 letters from a to z, digits, hyphens and underscores. It is your address here.",
    )
    display_name = models.CharField(
        max_length=DISPLAY_NAME_MAX_LENGTH,
        blank=True,
        help_text="What you like to be called, in any script. Your username is always shown beside it.",
    )
    first_name = None  # type: ignore[assignment]  # One display name instead, which fits every culture.
    last_name = None  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_any_case",
                violation_error_message="This name is taken. Choose another one.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.display_name = clean_display_name(self.display_name)

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
