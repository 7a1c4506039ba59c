"""What a moderator fills in: the bar above the list, the decision on one post, the reason for several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm

from forum.models import REASON_MAX_LENGTH, Post

REASON_HELP = "Everybody can read the reason for a removal, in the place of the words."
NO_REASON = "Give the reason: it is shown in the place of the words."
DECISIONS = [("approve", "Approve"), ("remove", "Remove")]


class QueueActionForm(ActionForm):
    # Checked by `ReasonForm`, on a page that can say what is wrong with it.
    reason = forms.Field(label="Reason", required=False, widget=forms.TextInput(attrs={"maxlength": REASON_MAX_LENGTH}))


class ReasonForm(forms.Form):
    """Why several posts are removed."""

    reason = forms.CharField(
        max_length=REASON_MAX_LENGTH,
        help_text=REASON_HELP,
        error_messages={"required": NO_REASON},
        widget=forms.TextInput(attrs={"size": 80}),
    )


class DecisionForm(forms.ModelForm):
    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.RadioSelect, required=True)
    reason = forms.CharField(
        max_length=REASON_MAX_LENGTH, required=False, help_text=REASON_HELP, widget=forms.TextInput(attrs={"size": 80})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision
        self.offer_what_can_be_done()

    def offer_what_can_be_done(self) -> None:
        """Any decision is still understood: the post may have been another when the page was opened."""
        if not self.instance.is_pending:
            self.fields["decision"].widget.choices = [("remove", "Remove")]
            self.initial["decision"] = "remove"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.instance.stands:
            self.add_error(None, f"Somebody was faster: this post is {self.instance.get_status_display()}.")
        if cleaned.get("decision") == "remove" and not cleaned.get("reason", "").strip():
            self.add_error("reason", NO_REASON)
        elif cleaned.get("decision") == "approve" and not self.instance.is_pending:
            self.add_error("decision", f"This post is not waiting: it is {self.instance.get_status_display()}.")
        return cleaned
