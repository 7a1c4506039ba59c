"""How gunicorn serves the site: `gunicorn -c python:config.gunicorn config.wsgi`."""

import gc
import os
import sys
from typing import Any

bind = os.environ.get("BIND") or f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
# The local-memory cache is each process's own: with more than one process, set CACHE_URL as well.
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = 8
graceful_timeout = 10  # seconds that a stop waits for what is being answered; no page takes as long
# A fault in the settings is told once, by the first process, and not by every worker.
preload_app = True
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: Any) -> None:
    # What is loaded by now stays: nobody looks through it for garbage, and the processes go on sharing it.
    gc.collect()
    gc.freeze()
    if greeting := os.environ.get("GREETING"):
        sys.stdout.write(f"{greeting}\n")
        sys.stdout.flush()
