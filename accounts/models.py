"""Who writes. A username is an address; a display name is what a person likes to be called."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as AuthUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import lookups  # noqa: F401  # Registers `begins`.

NAMES = frozenset({"username", "display_name"})  # by which others know a member
USERNAME_MAX_LENGTH = 30
DISPLAY_NAME_MAX_LENGTH = 60

# Names that would speak for the site or stand for nobody.
RESERVED_USERNAMES = frozenset(
    """
    about abuse account accounts admin administrator all anonymous api author authors colloquy contact deleted
    discussions editor editors erased essays everybody everyone feeds forum guest help here history info login
    logout mail me member members mod moderation moderator moderators mods names nobody none null official owner
    policy post postmaster posts privacy reader root search security settings sign-up signup staff static
    superuser support sysadmin system team terms undefined unknown user users webmaster withdrawn you
    """.split()
)

validate_username_form = RegexValidator(
    re.compile(r"\A[A-Za-z0-9](?:[A-Za-z0-9_-]{1,28})[A-Za-z0-9]\Z"),
    "Use 3 to 30 letters from a to z, digits, hyphens and underscores; begin and end with a letter or a digit.",
)


def validate_username_not_reserved(value: str) -> None:
    if value.lower() in RESERVED_USERNAMES:
        raise ValidationError("This name is reserved. Choose another one.", code="reserved")


# A joiner belongs between two letters of a script that needs it (Persian, the Indic scripts) or two emoji, a
# variation selector after one: never among letters from a to z, where nobody would see it.
JOINERS = frozenset("\u200c\u200d")
VARIATION_SELECTORS = frozenset(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
JOINED_CATEGORIES = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})

# Letters, marks and symbols by category, and yet nothing to be seen.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
STACKED_MARKS_LIMIT = 4  # More of them on one letter run into the lines above and below.


def clean_display_name(value: str) -> str:
    """Return the name as one line in NFC that shows all that is in it; "" where it shows nothing.

    Invisible characters and changes of direction would let one name pass for another or disturb the
    line that it stands in. A name that is too long when this is done is a ValidationError.
    """
    name = "".join(_shown(char) for char in unicodedata.normalize("NFC", value))
    name = "".join(char for char, *neighbours in _with_neighbours(name) if _belongs(char, *neighbours))
    name = unicodedata.normalize("NFC", " ".join(_thinned(name).split()))
    if len(name) > DISPLAY_NAME_MAX_LENGTH:
        raise ValidationError(f"Use at most {DISPLAY_NAME_MAX_LENGTH} characters.", code="max_length")
    return name if any(unicodedata.category(char)[0] in "LNPS" for char in name) else ""


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    if char in BLANKS or (category in {"Cf", "Co", "Cs"} and char not in JOINERS):
        return ""
    return char


def _with_neighbours(text: str) -> Iterator[tuple[str, str, str]]:
    """Each character, the one before it and the one after it."""
    return zip(text, " " + text, text[1:] + " ", strict=False)


def _belongs(char: str, before: str, after: str) -> bool:
    if char in JOINERS:
        return {unicodedata.category(before), unicodedata.category(after)} <= JOINED_CATEGORIES
    return char not in VARIATION_SELECTORS or unicodedata.category(before) in JOINED_CATEGORIES


def _thinned(text: str) -> str:
    runs = groupby(text, key=lambda char: unicodedata.category(char) in {"Mn", "Me"})
    return "".join("".join(islice(run, STACKED_MARKS_LIMIT if are_marks else None)) for are_marks, run in runs)


class UserManager(AuthUserManager["User"]):
    """Finds a member by username whatever the case, as the constraint on it does."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(any_case=Lower("username")).get(any_case=(username or "").lower())


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
    renamed_at = models.DateTimeField(
        null=True, editable=False, db_index=True, help_text="When a name was last put in place of another."
    )
    first_name = None  # type: ignore[assignment]  # One display name instead, which fits every culture.
    last_name = None  # type: ignore[assignment]  # The same.

    objects: ClassVar[UserManager] = UserManager()

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
        try:
            self.display_name = clean_display_name(self.display_name)
        except ValidationError as error:
            raise ValidationError({"display_name": error}) from error

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is None or not NAMES.isdisjoint(update_fields):
            known = User.objects.filter(pk=self.pk).exclude(**{name: getattr(self, name) for name in NAMES})
            if known.exists():
                self.renamed_at = timezone.now()
                update_fields = None if update_fields is None else {*update_fields, "renamed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
