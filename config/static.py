"""Static files under names that say what is in them, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """With what modules of JavaScript import, too: a name without the hash would be kept for ever, and be old."""

    support_js_module_import_aggregation = True
    # In our modules only: others' scripts say import(…) in comments as well, of files that they do not bring.
    _, _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns  # type: ignore[attr-defined]
    _js_module_import_aggregation_patterns = ("js/*.js", _imports)
