"""The database itself refuses to change or delete an entry of the log.

Django makes a table of SQLite anew when a field of it is altered, and the triggers go with the old one: a migration that
alters the model must run these operations again.
"""

from django.db import migrations

TABLE = "forum_moderationentry"
REFUSAL = "The log of moderation is only added to."
SQLITE = [
    *(
        f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ("update", "delete")
    ),
    # INSERT OR REPLACE deletes without asking the trigger for that.
    f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]
FORTH = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACK = {
    "sqlite": [f"DROP TRIGGER {TABLE}_no_{act}" for act in ("update", "delete", "replace")],
    "postgresql": [
        f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}",
        f"DROP TRIGGER {TABLE}_no_change ON {TABLE}",
        f"DROP FUNCTION {TABLE}_refuse",
    ],
}


def refuse_changes(apps, schema_editor):
    for statement in FORTH[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_moderators")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
