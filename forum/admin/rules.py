"""The list of words, which moderators keep, and a trial of a rule before it is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from forum.admin.desk import titled
from forum.admin.snippets import snippets
from forum.models import WordRule
from forum.moderation.trial import Trial, try_on_latest

TRY = "_try"  # The name of the button.


class RuleForm(forms.ModelForm):
    class Meta:
        model = WordRule
        fields = ("words", "match", "effect", "note", "is_active")
        widgets = {
            "words": forms.TextInput(attrs={"dir": "auto", "size": 60, "autocomplete": "off", "spellcheck": "false"}),
            "match": forms.RadioSelect,
            "effect": forms.RadioSelect,
            "note": forms.TextInput(attrs={"dir": "auto", "size": 60}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # None where the rule is only looked at.
            field.widget.attrs.pop("maxlength", None)  # It would cut off what is pasted without a word.


@admin.register(WordRule)
class WordRuleAdmin(admin.ModelAdmin):
    form = RuleForm
    change_form_template = "forum/admin/rule_form.html"
    list_display = ("words", "match", "effect", "active", "note")
    list_filter = ("effect", "match", ("is_active", titled("active")))
    search_fields = ("words", "note")
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/queue.css", "css/rules.css"]}

    @admin.display(description="active", boolean=True, ordering="is_active")
    def active(self, rule: WordRule) -> bool:
        return rule.is_active

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Words that are looked for"})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST" and TRY in request.POST:
            return self.try_out(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def try_out(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """The page as it was filled in, with what the rule would have found. Nothing is saved."""
        rule = self.get_object(request, unquote(object_id)) if object_id else None
        if not (self.has_change_permission(request, rule) if object_id else self.has_add_permission(request)):
            raise PermissionDenied
        if object_id and rule is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        title = f"Change {rule}" if rule else "Add word rule"
        form = self.get_form(request, rule, change=bool(rule))(request.POST, instance=rule)
        found = shown(try_on_latest(form.instance)) if form.is_valid() else None
        context = {**self.form_context(request, form, rule), "title": title, "trial": found}
        return self.render_change_form(request, context, add=rule is None, change=rule is not None, obj=rule)

    def form_context(self, request: HttpRequest, form: forms.ModelForm, rule: WordRule | None) -> dict[str, Any]:
        """What Django's page of one thing needs."""
        parts: list[Any] = list(self.get_fieldsets(request, rule))
        fieldsets = helpers.AdminForm(form, parts, {}, model_admin=self)
        return {
            **self.admin_site.each_context(request),
            "adminform": fieldsets,
            "errors": helpers.AdminErrorList(form, []),
            "original": rule,
            "object_id": rule and rule.pk,
            "is_popup": False,
            "inline_admin_formsets": [],
            "media": self.media + fieldsets.media,
            "preserved_filters": self.get_preserved_filters(request),
        }


def shown(trial: Trial) -> dict[str, Any]:
    posts = [{"post": post, "snippets": snippets(post.source, spots)} for post, spots in trial.found]
    return {"of": trial, "posts": posts}
