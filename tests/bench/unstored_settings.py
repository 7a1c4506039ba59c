"""The site's settings without the stored pages: each is made for whoever asks for it, as just after a change."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE as ALL

STORES = {"config.stored.StoredPages", "config.shared.SharedPages"}
MIDDLEWARE = [name for name in ALL if name not in STORES]
