"""Static files under names that say what is in them, so that browsers may keep them for ever."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PAGES = "css/pages/"
IMPORT = re.compile(r'@import "\.\./(?P<name>[\w.-]+)";\n')

# How Django finds the imports of a module, private to it: a test says what to do when it changes.
IMPORTS_OF_MODULES = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """With what modules of JavaScript import, too: a name without the hash would be kept for ever, and be old.

    The stylesheet of a kind of page, which only imports others, is made one file of them: each that is fetched by
    itself keeps the page waiting for another way to the server and back.
    """

    support_js_module_import_aggregation = True
    # In our modules only: others' scripts say import(…) in comments as well, of files that they do not bring.
    _js_module_import_aggregation_patterns = ("js/*.js", IMPORTS_OF_MODULES)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for name in [] if dry_run else [name for name in paths if name.startswith(PAGES)]:
            joined = IMPORT.sub(lambda found: read(paths, f"css/{found['name']}"), read(paths, name))
            self.delete(name)
            self.save(name, ContentFile(joined.encode()))
            paths[name] = (self, name)
        # By its name, else whitenoise and Django do not see it.
        yield from super().post_process(paths, dry_run=dry_run, **options)  # type: ignore[no-untyped-call]  # Django has no types.


def read(paths: dict[str, Any], name: str) -> str:
    """What a file says where it comes from, which may not be what was collected of it the last time."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
