from django.db import migrations

# Code, label, what the person concerned is told, kind, whether it is spam. Editors change them in the admin.
REASONS = [
    ("spam", "spam", "It advertises something that has nothing to do with the text.", "both", True),
    ("attack", "personal attack", "Argue with what is said, not with who says it.", "both", False),
    ("hate", "contempt for a group of people", "Nobody is put down here for what they are.", "both", False),
    ("off-topic", "not about the text", "It does not answer the text or what is said about it.", "both", False),
    ("private", "somebody’s private data", "Addresses, numbers and the like stay out of public talk.", "both", False),
    ("unlawful", "against the law", "It cannot stay here, whatever is thought of it.", "both", False),
    ("unclear", "hard to follow", "Say it again so that readers can follow.", "act", False),
    ("duplicate", "said twice", "The same words are here already.", "both", False),
    ("fine", "nothing wrong with it", "", "act", False),
    ("heated", "too heated", "Let tempers cool for a while.", "act", False),
    ("place", "belongs elsewhere", "It was moved to where it is talked about.", "act", False),
    ("other", "another reason", "", "both", False),
]


def add_reasons(apps, schema_editor):
    model = apps.get_model("forum", "Reason")
    for position, (code, label, explanation, kind, is_spam) in enumerate(REASONS, start=1):
        facts = {"label": label, "explanation": explanation, "kind": kind, "is_spam": is_spam, "position": position}
        model.objects.get_or_create(code=code, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_the_log_is_only_added_to")]

    operations = [migrations.RunPython(add_reasons, migrations.RunPython.noop)]
