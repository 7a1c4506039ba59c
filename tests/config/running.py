"""The product's own commands, run as an operator runs them: another process, an environment of its own."""

import os
import subprocess
import sys

from config.settings import BASE_DIR

OURS = """
AKISMET_KEY AKISMET_URL ALLOWED_HOSTS APPROVALS_BEFORE_TRUST BIND CACHE_URL DATABASE_URL DEBUG DEFAULT_FROM_EMAIL
DJANGO_ALLOW_ASYNC_UNSAFE DJANGO_SETTINGS_MODULE
EMAIL_URL FLAGS_PER_DAY FLAG_WEIGHT_TO_HOLD GREETING HOST LINKS_PER_POST MODERATOR_NAMES PGBOUNCER PORT
POSTS_PER_TEN_MINUTES PRODUCTION REPLICA_URL SECONDS_TO_WRITE SECRET_KEY SITE_URL TRUSTED_PROXY_COUNT WEB_CONCURRENCY
""".split()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments; of the settings, only those given are in its environment."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *arguments, **environment)
