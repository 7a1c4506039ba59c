"""Importing writes an edition, all of it or nothing, and what stays the same keeps its identity."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError

from essays.importer import EssayFault, import_essay
from essays.importer.writing import Draft, prepare, publish
from essays.models import Block, Edition, Essay, Passage
from tests.essays.files import ESSAY, essay_file

pytestmark = pytest.mark.django_db

MODELS = (Essay, Edition, Passage, Block)


def all_rows() -> dict[str, list[object]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "an-essay"


def text_with(*paragraphs: str) -> str:
    return "\n\n".join(["---\ntitle: A title\n---", *paragraphs])


def test_the_first_import_makes_the_essay_and_its_first_edition(folder: Path) -> None:
    edition, is_new = import_essay(essay_file(folder))
    assert (is_new, edition.number, edition.word_count, edition.file) == (True, 1, 2, ESSAY)
    essay = Essay.objects.get()
    assert (essay.slug, essay.title, essay.current_edition) == ("an-essay", "A title", edition)
    assert list(edition.blocks.values_list("position", "kind", "anchor", "passage__ref", "calls")) == [
        (0, "paragraph", "p1", "p1", ["c1"]),
        (1, "paragraph", "p2", "p2", []),
        (2, "footnote", "n1", "n1", []),
    ]


def test_a_file_of_another_name_is_an_essay_of_that_name(tmp_path: Path) -> None:
    path = essay_file(tmp_path).rename(tmp_path / "on-time.md")
    assert import_essay(path)[0].essay.slug == "on-time"


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    first, _ = import_essay(essay_file(folder))
    before = all_rows()
    assert import_essay(essay_file(folder)) == (first, False)
    assert all_rows() == before


def test_other_line_ends_and_a_byte_order_mark_change_nothing(folder: Path) -> None:
    import_essay(essay_file(folder))
    before = all_rows()
    windows = b"\xef\xbb\xbf" + ESSAY.replace("\n", "\r\n").encode()
    assert import_essay(essay_file(folder, windows))[1] is False
    assert all_rows() == before


def test_an_unchanged_text_is_not_rendered_again(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    import_essay(essay_file(folder), lambda *steps: told.append(steps))
    assert told == [(1, 3), (2, 3), (3, 3)]
    import_essay(essay_file(folder), lambda *steps: told.append(steps))
    assert len(told) == 3


def test_the_same_text_under_another_slug_is_another_essay(folder: Path, tmp_path: Path) -> None:
    import_essay(essay_file(folder))
    edition, is_new = import_essay(essay_file(tmp_path / "another"))
    assert (is_new, edition.essay.slug, Essay.objects.count()) == (True, "another", 2)


def test_a_changed_file_is_a_new_edition_beside_the_old_one(folder: Path) -> None:
    old, _ = import_essay(essay_file(folder))
    new, is_new = import_essay(
        essay_file(folder, ESSAY.replace("Two.", "Two, corrected.").replace("A title", "Another"))
    )
    assert (is_new, new.number) == (True, 2)
    essay = Essay.objects.get()
    assert (essay.title, essay.current_edition) == ("Another", new)
    assert [block.words for block in old.blocks.all()] == ["One.", "Two.", "A note."]
    assert [block.words for block in new.blocks.all()] == ["One.", "Two, corrected.", "A note."]


def test_a_passage_keeps_its_identity_when_its_words_and_its_place_change(folder: Path) -> None:
    import_essay(essay_file(folder, text_with("One. {#p1}", "Two. {#p2}")))
    before = dict(Passage.objects.values_list("ref", "pk"))
    edition, _ = import_essay(essay_file(folder, text_with("Two, changed. {#p2}", "Between. {#p1a}", "One. {#p1}")))
    after = dict(Passage.objects.values_list("ref", "pk"))
    assert {ref: after[ref] for ref in before} == before
    assert [block.passage_id for block in edition.blocks.all()] == [before["p2"], after["p1a"], before["p1"]]


def test_a_note_that_was_missing_is_found_under_its_ref(folder: Path) -> None:
    import_essay(essay_file(folder, text_with("One.[^6] {#p1}", "[^6]: {.missing}")))
    note = Passage.objects.get(ref="n6")
    edition, _ = import_essay(essay_file(folder, text_with("One.[^6] {#p1}", "[^6]: Found.")))
    assert edition.blocks.get(passage=note).words == "Found."


def test_an_essay_whose_front_matter_loses_a_line_loses_what_it_said(folder: Path) -> None:
    import_essay(essay_file(folder, ESSAY.replace("---\n\n", "source: A journal\n---\n\n")))
    assert Essay.objects.get().source == "A journal"
    import_essay(essay_file(folder))
    assert Essay.objects.get().source == ""


def test_an_old_file_brought_back_is_a_new_edition(folder: Path) -> None:
    import_essay(essay_file(folder))
    import_essay(essay_file(folder, ESSAY.replace("Two.", "2.")))
    edition, is_new = import_essay(essay_file(folder))
    assert (is_new, edition.number) == (True, 3)


def test_a_retired_ref_is_never_given_to_other_words(folder: Path) -> None:
    import_essay(essay_file(folder, text_with("One. {#p1}", "Two. {#p2}")))
    import_essay(essay_file(folder, text_with("One. {#p1}")))
    before = all_rows()
    with pytest.raises(EssayFault) as raised:
        import_essay(essay_file(folder, text_with("One. {#p1}", "Something else. {#p2}")))
    assert str(raised.value) == (
        f"{folder / 'essay.md'}:7: p2 named other words in an earlier edition, and a ref is never given again; "
        "use a new one such as p2a"
    )
    assert all_rows() == before


def test_a_retired_ref_may_come_back_with_the_words_it_had_last(folder: Path) -> None:
    import_essay(essay_file(folder, text_with("One. {#p1}", "Two. {#p2}")))
    passage = Passage.objects.get(ref="p2")
    import_essay(essay_file(folder, text_with("One. {#p1}", "Two, corrected. {#p2}")))
    import_essay(essay_file(folder, text_with("One. {#p1}")))
    with pytest.raises(EssayFault, match="p2 named other words"):
        import_essay(essay_file(folder, text_with("One. {#p1}", "Two. {#p2}")))
    edition, _ = import_essay(essay_file(folder, text_with("One. {#p1}", "Two, *corrected*. {#p2}")))
    assert edition.blocks.get(passage=passage).words == "Two, corrected."


def test_a_retired_notes_label_is_never_given_to_another_note(folder: Path) -> None:
    import_essay(essay_file(folder, text_with("One.[^1] {#p1}", "[^1]: A note.")))
    import_essay(essay_file(folder, text_with("One. {#p1}")))
    with pytest.raises(EssayFault, match=":7: n1 named other words"):
        import_essay(essay_file(folder, text_with("One.[^1] {#p1}", "[^1]: Another.")))


def test_a_file_with_a_fault_writes_nothing(folder: Path) -> None:
    with pytest.raises(EssayFault):
        import_essay(essay_file(folder, text_with("One. {#p1}", "Two.")))
    assert not any(all_rows().values())


@pytest.mark.django_db(transaction=True)
def test_a_write_that_fails_half_way_leaves_nothing(folder: Path) -> None:
    draft = prepare(essay_file(folder))
    assert isinstance(draft, Draft)
    printed_twice = replace(draft.parsed, blocks=draft.parsed.blocks * 2)
    with pytest.raises(IntegrityError):
        publish(replace(draft, parsed=printed_twice))
    assert not any(all_rows().values())


def test_a_long_text_is_written_in_a_few_statements(folder: Path, django_assert_max_num_queries: object) -> None:
    many = [f"Paragraph {number}. {{#p{number}}}" for number in range(1, 301)]
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        edition, _ = import_essay(essay_file(folder, text_with(*many)))
    assert edition.blocks.count() == 300
