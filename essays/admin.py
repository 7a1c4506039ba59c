"""Where editors write what the site says of itself."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from essays.markup import MarkupError
from essays.models import SitePage
from essays.pages import rendered


class SitePageForm(forms.ModelForm):
    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        try:
            self.instance.html = rendered(source)
        except MarkupError as fault:
            raise forms.ValidationError(str(fault)) from fault
        return source


@admin.register(SitePage)
class SitePageAdmin(admin.ModelAdmin):
    form = SitePageForm
    fields = ("title", "source")
    list_display = ("title", "changed_at")

    def save_model(self, request: HttpRequest, obj: SitePage, form: Any, change: bool) -> None:
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # Each has its address in the code.

    def has_delete_permission(self, request: HttpRequest, obj: SitePage | None = None) -> bool:
        return False
