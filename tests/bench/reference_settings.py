"""The site's settings for the views that it is measured beside: no middleware at all."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as ALL

INSTALLED_APPS = [name for name in ALL if not name.startswith("allauth")]
MIDDLEWARE = []
ROOT_URLCONF = "tests.bench.reference"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
