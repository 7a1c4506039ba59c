"""The product's settings, on a database and a cache of the tests' own."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config.addresses import cache, database, text
from config.settings import *  # noqa: F403
from config.settings import BASE_DIR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SCRATCH = Path(tempfile.gettempdir()) / f"colloquy-tests-{os.getuid()}-{WORKER}"
SCRATCH.mkdir(exist_ok=True)

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = "http://testserver"

# Never the database or the cache of the site, whatever else the environment says.
DATABASES = {"default": database(text("TEST_DATABASE_URL", "sqlite:///unused.sqlite3"))}
DATABASE_ROUTERS = []
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: the locks of SQLite are part of what is tested.
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
CACHES = {"default": cache(text("TEST_CACHE_URL", "locmemcache://tests"))}
if "redis" in CACHES["default"]["BACKEND"]:
    # A worker clears its cache before each test, and Redis then empties the whole of the numbered database.
    number = 0 if WORKER == "main" else int(WORKER.removeprefix("gw"))
    CACHES["default"]["LOCATION"] = urlsplit(CACHES["default"]["LOCATION"])._replace(path=f"/{number}").geturl()
CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = BASE_DIR / "static"
