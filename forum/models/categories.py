"""What members' threads are sorted under."""

from django.db import models


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="Its name in addresses. It should not change.")
    description = models.CharField(max_length=300, blank=True, help_text="What belongs there, in a sentence.")
    position = models.PositiveIntegerField(default=0, help_text="The lowest comes first.")

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name
