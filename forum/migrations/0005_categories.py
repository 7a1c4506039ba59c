from django.db import migrations

# Name, slug, description. Editors change them in the admin.
CATEGORIES = [
    ("The texts", "texts", "What a text sets off, and does not fit beside one of its paragraphs."),
    ("Reading and teaching", "reading", "Reading groups, courses, editions, what to read next."),
    ("This site", "site", "How it works, and how it could work better."),
]


def add_categories(apps, schema_editor):
    model = apps.get_model("forum", "Category")
    for position, (name, slug, description) in enumerate(CATEGORIES, start=1):
        facts = {"name": name, "description": description, "position": position}
        model.objects.get_or_create(slug=slug, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_reasons")]

    operations = [migrations.RunPython(add_categories, migrations.RunPython.noop)]
