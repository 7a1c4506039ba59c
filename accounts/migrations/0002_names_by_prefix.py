"""Names are found by how they begin, capitals or not. On SQLite the index that keeps them apart serves for that.

PostgreSQL sorts that one as its language does, which says nothing of how a name begins.
"""

from django.db import migrations

FORTH = "CREATE INDEX user_username_prefix ON accounts_user (lower(username) text_pattern_ops)"
BACK = "DROP INDEX user_username_prefix"


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORTH)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACK)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
