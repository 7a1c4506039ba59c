"""Comments from elsewhere come in once, with what is known of them, together with their essay or not at all."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from accounts.models import User
from essays.importer import EssayFault
from essays.models import Edition, Essay, Passage
from forum import moderation
from forum.importer import import_comments, import_path, parse_comments, thread_for
from forum.models import Post, PostRevision, Thread
from tests.essays.files import ESSAY, essay_file
from tests.forum.talk import because

HEAD = "---\nessay: an-essay\nimported_from: Links\n---\n"
COMMENTS = HEAD + "\n--- comment 1\n\nOne.\n\n--- comment 2\nname: A name\ndate: 2011-05-30\n\nTwo.\n\nAnd *more*.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An essay's folder with two comments beside the text."""
    essay_file(tmp_path / "an-essay")
    return write(tmp_path / "an-essay", COMMENTS)


def write(folder: Path, comments: str) -> Path:
    (folder / "comments.md").write_text(comments, encoding="utf-8")
    return folder


def all_rows() -> dict[str, list[object]]:
    models = (Essay, Edition, Passage, Thread, Post, PostRevision)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_a_file_of_comments_says_what_is_known_of_each() -> None:
    first, second = parse_comments(COMMENTS).comments
    assert (first.id, first.name, first.written_at, first.source) == ("1", "", None, "One.")
    assert (second.id, second.name, second.written_at) == ("2", "A name", datetime(2011, 5, 30, tzinfo=UTC))
    assert second.source == "Two.\n\nAnd *more*."


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2011-05-30T18:45", datetime(2011, 5, 30, 18, 45, tzinfo=UTC)),
        ("2011-05-30 18:45:10", datetime(2011, 5, 30, 18, 45, 10, tzinfo=UTC)),
        ("2011-05-30T18:45Z", datetime(2011, 5, 30, 18, 45, tzinfo=UTC)),
        ("2011-05-30T18:45+02:00", datetime(2011, 5, 30, 18, 45, tzinfo=timezone(timedelta(hours=2)))),
        ("", None),
    ],
)
def test_a_date_may_have_a_time_and_a_zone(date: str, expected: datetime | None) -> None:
    (comment,) = parse_comments(f"{HEAD}--- comment a\ndate: {date}\n\nWords.").comments
    assert comment.written_at == expected


def test_rules_and_indents_belong_to_a_comments_words() -> None:
    source = "    code\n\n---\n\nWords\n\\--- comment 2"
    (comment,) = parse_comments(f"{HEAD}--- comment 1\n\n{source}\n\n\n").comments
    assert comment.source == source


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("--- comment 1\n\nOne.", 1, "there is no front matter"),
        ("---\nessay: an-essay\n", 1, "the front matter is not closed"),
        ("---\nessay: a\n---\n", 1, "imported_from is missing; add `imported_from: …`"),
        ("---\nimported_from: Links\n---\n", 1, "essay is missing; add `essay: …`, the essay's slug"),
        ("---\nessay: a\nimported_from:\n---\n", 3, "imported_from is missing"),
        (f"---\nessay: a\nimported_from: {'L' * 201}\n---\n", 3, "has 201 characters; shorten it to 200"),
        ("---\nessay: a\nimported_from: b\ncolour: red\n---\n", 4, "the key 'colour' is unknown"),
        (HEAD + "Words before.\n--- comment 1\n\nOne.", 5, "these words are in no comment"),
        (HEAD + "\nWords alone.", 6, "these words are in no comment"),
        (HEAD + "--- comment\n\nOne.", 5, "the comment has no id; write `--- comment 1`"),
        (HEAD + "--- comment The First\n\nOne.", 5, "the comment has no id"),
        (HEAD + "--- comment 1\n\nOne.\n--- comment 1\n\nTwo.", 8, "comment 1 stands on line 5 already"),
        (HEAD + "--- comment 1\nOne.", 6, "this is not a `key: value` line"),
        (HEAD + "--- comment 1\nmail: a@b\n\nOne.", 6, "the key 'mail' is unknown; use one of name, date"),
        (HEAD + "--- comment 1\nname: a\nname: b\n\nOne.", 7, "the key 'name' stands on line 6 already"),
        (HEAD + f"--- comment 1\nname: {'a' * 201}\n\nOne.", 6, "the name has 201 characters; shorten it to 200"),
        (HEAD + "--- comment 1\ndate: May 2011\n\nOne.", 6, "this is not a date; write it as 2011-05-30"),
        (HEAD + "--- comment 1\nname: a\n", 5, "the comment has no words"),
        (HEAD + f"--- comment 1\n\n{'a' * 20_001}", 5, "the comment has 20001 characters; shorten it to 20000"),
    ],
)
def test_a_fault_in_a_file_of_comments_names_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(EssayFault) as raised:
        parse_comments(text)
    told = [fault for fault in str(raised.value).splitlines() if message in fault]
    assert [fault.split(": ")[0] for fault in told] == [f"comments.md:{line}"]


@pytest.mark.django_db
def test_comments_become_the_first_posts_on_the_whole_text(folder: Path) -> None:
    imported = import_path(folder)
    assert (imported.edition_is_new, imported.comments) == (True, 2)
    first, second = Post.objects.order_by("pk")
    assert first.thread.essay == imported.edition.essay
    for post in (first, second):
        assert (post.author, post.anchor, post.parent, post.root, post.position) == (None, None, None, post, 0)
        assert (post.status, post.imported_from, post.edition) == ("published", "Links", imported.edition)
        assert post.published_at is not None
    assert (first.author_name, first.written_at, first.html) == ("A reader", None, "<p>One.</p>")
    assert (second.author_name, second.written_at) == ("A name", datetime(2011, 5, 30, tzinfo=UTC))
    assert list(PostRevision.objects.filter(by=None).values_list("post", "number", "source")) == [
        (first.pk, 1, "One."),
        (second.pk, 1, "Two.\n\nAnd *more*."),
    ]


@pytest.mark.django_db
def test_the_thread_counts_them_and_is_as_fresh_as_the_latest_known_date(folder: Path) -> None:
    import_path(folder)
    thread = Thread.objects.get()
    assert (thread.title, thread.post_count, thread.whole_count) == ("A title", 2, 2)
    assert thread.last_post_at == datetime(2011, 5, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_comments_without_dates_make_no_thread_look_fresh(folder: Path) -> None:
    import_path(write(folder, f"{HEAD}--- comment 1\n\nOne."))
    assert Thread.objects.get().last_post_at is None


@pytest.mark.django_db
def test_the_same_folder_twice_changes_nothing(folder: Path) -> None:
    import_path(folder)
    before = all_rows()
    assert not import_path(folder).changed
    assert all_rows() == before


@pytest.mark.django_db
def test_a_comment_that_is_added_later_is_the_only_one_that_comes_in(folder: Path) -> None:
    import_path(folder)
    thread = Thread.objects.get()
    between = COMMENTS.replace("--- comment 2", "--- comment 1b\n\nBetween.\n\n--- comment 2")
    assert import_path(write(folder, between)).comments == 1
    assert list(Post.objects.order_by("pk").values_list("source", flat=True))[-1] == "Between."
    after = Thread.objects.get()
    assert (after.post_count, after.version) == (3, thread.version + 1)


@pytest.mark.django_db
def test_words_that_are_in_the_forum_are_not_changed_from_the_file(folder: Path) -> None:
    import_path(folder)
    essay_file(folder, ESSAY.replace("Two.", "2."))
    before = all_rows()
    with pytest.raises(EssayFault) as raised:
        import_path(write(folder, COMMENTS.replace("One.", "1.")))
    assert str(raised.value) == (
        f"{folder / 'comments.md'}:6: comment 1 is in the forum with other words; "
        "put those back here and edit it there, or give a new comment a new id"
    )
    assert all_rows() == before


@pytest.mark.django_db
def test_a_comment_that_was_edited_in_the_forum_keeps_its_edit(folder: Path) -> None:
    import_path(folder)
    Post.objects.filter(source="One.").update(source="One, edited.", html="<p>One, edited.</p>")
    assert not import_path(folder).changed
    assert Post.objects.filter(source="One, edited.").exists()


@pytest.mark.django_db
def test_a_name_and_a_date_that_have_become_known_are_taken_over(folder: Path) -> None:
    import_path(folder)
    version = Thread.objects.get().version
    known = COMMENTS.replace("--- comment 1\n", "--- comment 1\nname: Another\ndate: 2012-01-01\n")
    assert import_path(write(folder, known)).comments == 1
    post = Post.objects.get(source="One.")
    assert (post.imported_name, post.written_at) == ("Another", datetime(2012, 1, 1, tzinfo=UTC))
    thread = Thread.objects.get()
    assert (thread.last_post_at, thread.post_count) == (post.written_at, 2)
    assert thread.version == version + 1


@pytest.mark.django_db
def test_another_name_of_the_source_makes_no_second_comment(folder: Path) -> None:
    import_path(folder)
    import_path(write(folder, COMMENTS.replace("imported_from: Links", "imported_from: Links, a journal")))
    assert set(Post.objects.values_list("imported_from", flat=True)) == {"Links, a journal"}
    assert Post.objects.count() == 2


@pytest.mark.django_db
def test_a_comment_that_is_taken_out_of_the_file_stays(folder: Path) -> None:
    import_path(folder)
    assert not import_path(
        write(folder, f"{HEAD}--- comment 2\nname: A name\ndate: 2011-05-30\n\nTwo.\n\nAnd *more*.")
    ).changed
    assert Post.objects.count() == 2


@pytest.mark.django_db
def test_a_removed_comment_stays_removed_and_uncounted(folder: Path, moderator: User) -> None:
    import_path(folder)
    moderation.remove(Post.objects.get(source="One."), by=moderator, seen=1, reason=because("attack"))
    import_path(write(folder, COMMENTS + "\n--- comment 3\n\nThree.\n"))
    assert Post.objects.get(source="One.").status == "removed"
    assert Thread.objects.get().post_count == 2


@pytest.mark.django_db
def test_a_fault_in_the_comments_leaves_no_essay(folder: Path) -> None:
    with pytest.raises(EssayFault):
        import_path(write(folder, COMMENTS + "--- comment 1\n\nAgain.\n"))
    assert not any(all_rows().values())


@pytest.mark.django_db
def test_comments_on_another_essay_leave_no_essay(folder: Path) -> None:
    with pytest.raises(EssayFault, match=r"comments\.md:2: the essay is 'an-essay', not 'other'; correct the slug"):
        import_path(write(folder, COMMENTS.replace("essay: an-essay", "essay: other")))
    assert not any(all_rows().values())


@pytest.mark.django_db
def test_a_fault_in_the_essay_brings_in_no_comment(folder: Path) -> None:
    import_path(folder)
    before = all_rows()
    essay_file(folder, ESSAY.replace(" {#p2}", ""))
    with pytest.raises(EssayFault):
        import_path(write(folder, COMMENTS + "\n--- comment 3\n\nThree.\n"))
    assert all_rows() == before


@pytest.mark.django_db
def test_the_faults_of_both_files_are_told_together(folder: Path) -> None:
    essay_file(folder, ESSAY.replace(" {#p2}", ""))
    write(folder, COMMENTS.replace("comment 2", "comment 1"))
    with pytest.raises(EssayFault) as raised:
        import_path(folder)
    assert [(Path(fault.name).name, fault.line) for fault in raised.value.faults] == [
        ("essay.md", 7),
        ("comments.md", 10),
    ]


@pytest.mark.django_db
def test_a_file_alone_brings_no_comments(folder: Path) -> None:
    imported = import_path(folder / "essay.md")
    assert (imported.edition_is_new, imported.comments, Post.objects.count()) == (True, 0, 0)
    assert Thread.objects.get().post_count == 0


@pytest.mark.django_db
def test_a_file_of_comments_can_come_later(folder: Path) -> None:
    import_path(folder / "essay.md")
    assert import_comments(folder / "comments.md") == 2
    assert import_comments(folder / "comments.md") == 0


@pytest.mark.django_db
def test_comments_on_no_essay_are_a_fault(folder: Path) -> None:
    with pytest.raises(EssayFault, match=r"comments\.md:2: there is no essay 'an-essay'; import it first"):
        import_comments(folder / "comments.md")


@pytest.mark.django_db
def test_a_new_edition_renames_the_thread_and_moves_its_version_on(folder: Path) -> None:
    import_path(folder)
    before = Thread.objects.get()
    essay_file(folder, ESSAY.replace("A title", "Another title"))
    assert import_path(folder).changed
    after = Thread.objects.get()
    assert (after.pk, after.title, after.version) == (before.pk, "Another title", before.version + 1)


@pytest.mark.django_db
def test_an_essay_has_one_thread(folder: Path) -> None:
    essay = import_path(folder).edition.essay
    assert thread_for(essay) == thread_for(essay) == Thread.objects.get()
