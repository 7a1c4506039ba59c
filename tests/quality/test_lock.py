"""What judges the pages is installed as it was locked: hashed, and from wherever npm is told to look."""

import json
from typing import Any

from tests.quality.site import NODE_MODULES

ROOM = NODE_MODULES.parent


def test_the_lock_file_hashes_everything_and_holds_no_address() -> None:
    locked = (ROOM / "package-lock.json").read_text()
    packages: dict[str, dict[str, Any]] = json.loads(locked)["packages"]
    assert len(packages) > 1
    assert not [
        name for name, entry in packages.items() if name and not entry.get("integrity", "").startswith("sha512-")
    ]
    assert "://" not in locked


def test_what_is_asked_for_is_pinned_exactly() -> None:
    asked: dict[str, Any] = json.loads((ROOM / "package.json").read_text())
    packages = json.loads((ROOM / "package-lock.json").read_text())["packages"]
    for name, version in asked["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_no_package_asks_for_whatever_is_the_latest_then() -> None:
    packages: dict[str, dict[str, Any]] = json.loads((ROOM / "package-lock.json").read_text())["packages"]
    assert not [name for name, entry in packages.items() if "latest" in entry.get("dependencies", {}).values()]
