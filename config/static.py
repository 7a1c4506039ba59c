"""Static files under names that say what is in them, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """With what modules of JavaScript import, too: a name without the hash would be kept for ever, and be old."""

    support_js_module_import_aggregation = True
