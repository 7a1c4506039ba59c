"""The arrows of the architecture: config.urls → forum → essays; accounts and essays import nothing of ours."""

from graphlib import TopologicalSorter
from pathlib import Path

from tests.house.imports import imports
from tests.house.sources import OURS, module_of, name_of, offenders, python_files

# The rooms of the forum, from the door to the cellar: a file imports from its own line or a lower one.
FORUM = [
    {"apps", "urls"},
    {"views", "admin", "feeds", "management", "templatetags"},
    {"personal"},
    {"marks"},
    {
        "forms",
        "posting",
        "opening",
        "listing",
        "discussion",
        "ordering",
        "importer",
        "changes",
        "drafts",
        "following",
        "places",
        "linked_data",
        "meta",
        "quoting",
        "public_log",
        "samples",
        "sitemap",
        "unread",
    },
    {"moderation", "elsewhere"},
    {"mentions", "notifications", "outcomes", "permissions", "search", "telling"},
    {"models"},
    {"prepared", "tree", "talk_map"},
]
# What each app may import of the others. The configuration is read by all through django.conf.
APPS: dict[str, set[str]] = {"accounts": set(), "essays": set(), "forum": {"essays"}, "config": {"config"}}
PRODUCT = [path for path in python_files() if module_of(path).split(".")[0] in OURS]
TALK = [path for path in PRODUCT if name_of(path).startswith("forum/")]


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def line_of(module: str) -> int:
    """Which line of the forum a module stands in; the package itself is above all of them."""
    return next((number for number, rooms in enumerate(FORUM) if room_of(module) in rooms), -1)


def sideways(path: Path) -> set[str]:
    app = module_of(path).split(".")[0]
    return {name for name in imports(path) if name.split(".")[0] not in {app, *APPS[app]}}


def upwards(path: Path) -> set[str]:
    here = line_of(module_of(path))
    return {name for name in imports(path) if name.startswith("forum.") and line_of(name) < here}


def test_every_file_of_the_forum_has_a_place_in_the_architecture() -> None:
    homeless = offenders(TALK, lambda path: room_of(module_of(path)) and line_of(module_of(path)) < 0)
    assert not homeless, "Give the new file a line of its own above, and in the architecture."


def test_an_app_imports_only_the_apps_below_it() -> None:
    assert not offenders(PRODUCT, sideways)


def test_a_file_of_the_forum_imports_only_downwards() -> None:
    assert not offenders(TALK, upwards)


def test_the_tree_imports_nothing_of_ours() -> None:
    trees = [path for path in TALK if room_of(module_of(path)) == "tree"]
    assert trees
    assert not offenders(trees, imports)


def test_no_file_imports_itself_by_a_detour() -> None:
    graph = {module_of(path): imports(path) - {module_of(path)} for path in PRODUCT}
    TopologicalSorter(graph).prepare()  # Raises CycleError, which names the circle.
