"""The index of the search, beside the documents that it is made of.

Django makes a table of SQLite anew when a field of it is altered, and the triggers go with the old one: a migration
that alters SearchDocument must run these operations again.
"""

from django.db import migrations

TABLE = "forum_searchdocument"
INDEX = "forum_searchindex"
OLD = f"INSERT INTO {INDEX} ({INDEX}, rowid, terms, marks) VALUES ('delete', OLD.id, OLD.terms, OLD.marks);"
NEW = f"INSERT INTO {INDEX} (rowid, terms, marks) VALUES (NEW.id, NEW.terms, NEW.marks);"
TRIGGERS = {"insert": NEW, "delete": OLD, "update": f"{OLD} {NEW}"}
CONFIG = "colloquy"
FORTH = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5 (terms, marks, content='{TABLE}', content_rowid='id', "
        "tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')",
        *(
            f"CREATE TRIGGER {TABLE}_{act} AFTER {act} ON {TABLE} BEGIN {statements} END"
            for act, statements in TRIGGERS.items()
        ),
        f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",
    ],
    "postgresql": [
        # No stop words: they are looked for as well, and what is in every document is not slow.
        f"CREATE TEXT SEARCH DICTIONARY {CONFIG} (TEMPLATE = snowball, LANGUAGE = porter)",
        f"CREATE TEXT SEARCH CONFIGURATION {CONFIG} (COPY = pg_catalog.simple)",
        f"ALTER TEXT SEARCH CONFIGURATION {CONFIG} ALTER MAPPING FOR asciiword, word, numword WITH {CONFIG}",
        f"ALTER TABLE {TABLE} ADD COLUMN index tsvector GENERATED ALWAYS AS "
        f"(to_tsvector('{CONFIG}'::regconfig, terms) || array_to_tsvector(string_to_array('=' || "
        "replace(marks, ' ', ' ='), ' '))) STORED",
        # What is written is found at once, and nobody's search waits for what others have written.
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (index) WITH (fastupdate = off)",
    ],
}
BACK = {
    "sqlite": [*(f"DROP TRIGGER {TABLE}_{act}" for act in TRIGGERS), f"DROP TABLE {INDEX}"],
    "postgresql": [
        f"ALTER TABLE {TABLE} DROP COLUMN index",
        f"DROP TEXT SEARCH CONFIGURATION {CONFIG}",
        f"DROP TEXT SEARCH DICTIONARY {CONFIG}",
    ],
}


def make_index(apps, schema_editor):
    for statement in FORTH[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_categories")]

    operations = [migrations.RunPython(make_index, drop_index)]
