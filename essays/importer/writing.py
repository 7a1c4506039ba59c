"""From a parsed essay to the database: a new edition, all of it or nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from essays.importer.faults import Faults
from essays.importer.frontmatter import front_matter
from essays.importer.header import KEYS
from essays.importer.parsing import ParsedBlock, ParsedEssay, Progress, parse
from essays.importer.reading import read
from essays.models import Block, Edition, Essay, Passage

BATCH = 500  # rows in one statement
ESSAY_FILE = "essay.md"


@dataclass(frozen=True)
class Draft:
    """An essay file that is read and rendered, ready to be published."""

    name: str
    text: str
    parsed: ParsedEssay


def import_essay(path: Path, on_progress: Progress | None = None) -> tuple[Edition, bool]:
    """Publish an essay file as the essay's new edition; return the current edition and whether it is new.

    The file that the current edition was made from changes nothing. Raises EssayFault.
    """
    return publish(prepare(path, on_progress))


def prepare(path: Path, on_progress: Progress | None = None) -> Draft | Edition:
    """Do all that needs no lock. Returns the current edition if it was made from this very file; raises EssayFault."""
    text, slug = read(path), default_slug(path)
    # A long text is not rendered only to find that nothing changed.
    return _made_from(text, slug) or Draft(str(path), text, parse(text, str(path), slug, on_progress))


@transaction.atomic
def publish(draft: Draft | Edition) -> tuple[Edition, bool]:
    """Write what was prepared; return the current edition and whether it is new."""
    if isinstance(draft, Edition):
        return draft, False
    fields = asdict(draft.parsed.header)
    # The row is locked until the transaction ends: two imports at once make editions one after the other.
    essay, _ = Essay.objects.select_for_update().get_or_create(slug=fields["slug"], defaults=fields)
    if essay.current_edition and essay.current_edition.digest == digest(draft.text):
        return essay.current_edition, False
    _refuse_other_words_at_old_refs(essay, draft)
    edition = _write_edition(essay, draft)
    Essay.objects.filter(pk=essay.pk).update(**fields, current_edition=edition)
    essay.refresh_from_db()
    return edition, True


def default_slug(path: Path) -> str:
    """What an essay is called if its front matter does not say: its folder's name, or the file's."""
    path = path.resolve()
    return path.parent.name if path.name == ESSAY_FILE else path.stem


def slug_of(text: str, default: str) -> str:
    """Return the slug of an essay file, whatever else is wrong with it."""
    values, _ = front_matter(text.split("\n"), KEYS, Faults(""))
    return values["slug"].text if "slug" in values and values["slug"].text else default


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _made_from(text: str, slug: str) -> Edition | None:
    """Return the current edition of the essay if it was made from this text."""
    editions = Edition.objects.filter(essay__current_edition=F("pk"), digest=digest(text)).select_related("essay")
    return next((edition for edition in editions if edition.essay.slug == slug_of(text, slug)), None)


def _write_edition(essay: Essay, draft: Draft) -> Edition:
    edition = Edition.objects.create(
        essay=essay,
        number=essay.editions.count() + 1,
        published_at=timezone.now(),
        word_count=draft.parsed.word_count,
        file=draft.text,
        digest=digest(draft.text),
    )
    _write_blocks(edition, draft.parsed.blocks)
    return edition


def _write_blocks(edition: Edition, blocks: Iterable[ParsedBlock]) -> None:
    passages = _passages(edition.essay, [block.ref for block in blocks if block.ref])
    Block.objects.bulk_create(
        [
            Block(
                edition=edition,
                position=position,
                kind=block.kind,
                level=block.level,
                anchor=block.anchor,
                source=block.source,
                html=block.html,
                calls=list(block.calls),
                passage=passages.get(block.ref),
            )
            for position, block in enumerate(blocks)
        ],
        batch_size=BATCH,
    )


def _passages(essay: Essay, refs: Iterable[str]) -> dict[str, Passage]:
    """Return the passages by ref; those that the essay never had are made."""
    known = {passage.ref: passage for passage in essay.passages.all()}
    new = [Passage(essay=essay, ref=ref) for ref in refs if ref not in known]
    return known | {passage.ref: passage for passage in Passage.objects.bulk_create(new, batch_size=BATCH)}


def _refuse_other_words_at_old_refs(essay: Essay, draft: Draft) -> None:
    """A ref that an earlier edition gave up may come back with the words it had, never with others."""
    current = set(essay.passages.filter(blocks__edition=essay.current_edition_id).values_list("ref", flat=True))
    retired = set(essay.passages.values_list("ref", flat=True)) - current
    returning = [block for block in draft.parsed.blocks if block.ref in retired]
    if not returning:
        return
    faults = Faults(draft.name)
    printed = Block.objects.filter(passage__essay=essay, passage__ref__in=[block.ref for block in returning])
    last_words = {block.anchor: block.words for block in printed.order_by("edition__number")}
    for block in returning:
        if last_words[block.ref] != block.words:
            faults.add(
                block.line,
                f"{block.ref} named other words in an earlier edition, and a ref is never given again; "
                f"use a new one such as {block.ref}a",
            )
    faults.raise_if_any()
