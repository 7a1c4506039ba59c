"""Stored HTML made anew from its source, after the policy of `essays.markup` has changed."""

from collections import Counter

from essays.importer import render
from essays.models import Block, Edition, SitePage
from essays.pages import rendered


def rerender_editions() -> int:
    """Rebuild the HTML of all editions' blocks; return how many changed. Words and places stay as published."""
    return sum(rerender_edition(edition) for edition in Edition.objects.only("pk"))


def rerender_edition(edition: Edition) -> int:
    seen: Counter[str] = Counter()
    changed = []
    for block in edition.blocks.order_by("position"):
        html, calls = render(block.kind, block.source, seen)
        if (html, calls) != (block.html, block.calls):
            block.html, block.calls = html, calls
            changed.append(block)
    Block.objects.bulk_update(changed, ["html", "calls"], batch_size=200)
    return len(changed)


def rerender_pages() -> int:
    """Rebuild the HTML of the pages about the site; return how many changed."""
    changed = 0
    for page in SitePage.objects.all():
        if (html := rendered(page.source)) != page.html:
            changed += SitePage.objects.filter(pk=page.pk, source=page.source).update(html=html)
    return changed
