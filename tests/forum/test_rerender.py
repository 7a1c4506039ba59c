from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from essays.models import Block
from forum.importer import import_path
from forum.models import Post, Thread

SEED = Path(__file__).resolve().parents[2] / "essays/library/victor-serge"

pytestmark = pytest.mark.django_db


def rerender() -> str:
    said = StringIO()
    call_command("rerender", stdout=said)
    return said.getvalue()


def test_what_is_rendered_already_stays_as_it_is() -> None:
    import_path(SEED)
    assert rerender() == "Made anew: 0 blocks of text, 0 posts.\n"


def test_stored_html_is_made_anew_from_the_source() -> None:
    import_path(SEED)
    blocks = dict(Block.objects.values_list("pk", "html"))
    posts = dict(Post.objects.values_list("pk", "html"))
    Block.objects.filter(anchor__in=["p1", "n7"]).update(html="old", calls=[])
    Post.objects.filter(pk=min(posts)).update(html="old")
    version = Thread.objects.get().version

    assert rerender() == "Made anew: 2 blocks of text, 1 posts.\n"
    assert dict(Block.objects.values_list("pk", "html")) == blocks
    assert dict(Post.objects.values_list("pk", "html")) == posts
    assert Thread.objects.get().version > version
