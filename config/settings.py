"""Settings, read from the environment. `docs/operators.md` lists what can be set."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.addresses import cache, databases, flag, mail, number, site_url, text, words
from config.policy import inline_script
from config.secret import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# --- Mode ---

PRODUCTION = flag("PRODUCTION")
DEBUG = flag("DEBUG")
SITE_URL = site_url(text("SITE_URL", "http://127.0.0.1:8000"))
SITE_NAME = "Colloquy"
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
SECRET_KEY = text("SECRET_KEY", "")

if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured("PRODUCTION=1 needs a SECRET_KEY: set it to a long random text.")
    if DEBUG:
        raise ImproperlyConfigured("PRODUCTION=1 does not go with DEBUG: unset DEBUG.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "PRODUCTION=1 does not go with ALLOWED_HOSTS=*: name the hosts that this site answers to."
        )
else:
    SECRET_KEY = SECRET_KEY or kept_secret_key(VAR_DIR / "secret_key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

if (site_host := urlsplit(SITE_URL).hostname) and site_host not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(site_host)

# --- The parts ---

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "accounts",
    "essays",
    "forum",
]

MIDDLEWARE = [
    "config.stored.StoredPages",  # First: what it has costs nothing more.
    "csp.middleware.CSPMiddleware",  # Every answer has it, those of the files and the redirects, too.
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.Compression",
    "config.replicas.ReadFromReplica",  # Behind the stored pages, before all that reads or writes.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.shared.SharedPages",  # Last: it asks who reads.
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.views.header.standing",
                "forum.views.header.queue_number",
            ],
        },
    },
]

# --- Services by address ---

DATABASES = databases(
    text("DATABASE_URL", f"sqlite:///{quote(str(VAR_DIR))}/colloquy.sqlite3"),
    text("REPLICA_URL", ""),
    pgbouncer=flag("PGBOUNCER"),
)
DATABASE_ROUTERS = ["config.replicas.Router"] if "replica" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": cache(text("CACHE_URL", "locmemcache://colloquy")),
    # By itself, for where there is little room: it must not crowd out who tried how many passwords.
    "pages": {**cache(text("CACHE_URL", "locmemcache://pages"), kept=50), "KEY_PREFIX": "pages"},
}

MAIL_DIR = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds; who does something that is mailed waits no longer for the server
vars().update(mail(text("EMAIL_URL", f"filemail:///{quote(str(MAIL_DIR))}")))
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <noreply@{site_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Accounts ---

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmPasswordResetForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "signup": "accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address a member: a new one takes the place of the old one when its code has been entered.
ACCOUNT_CHANGE_EMAIL = True

# 20 letters that are not taken for one another, 8 of them: 25,600,000,000 codes, so that five guesses
# at each of five codes a minute lead nowhere.
ALLAUTH_USER_CODE_FORMAT = {"length": 8, "numeric": False, "dashed": True}
CODE_TIMEOUT = 30 * 60  # seconds; a mail may take its time
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_TIMEOUT
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3  # times
ACCOUNT_LOGIN_TIMEOUT = CODE_TIMEOUT + 5 * 60  # Longer, so that an expired code is explained.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_TIMEOUT
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True

# Above allauth's own limits: a class that signs up together comes from one address.
ACCOUNT_RATE_LIMITS = {
    "signup": "60/m/ip",
    "login": "90/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "30/m/ip,5/m/key",
}

# --- Moderation ---

# How many of a member's posts must be standing before the next one needs no moderator.
APPROVALS_BEFORE_TRUST = number("APPROVALS_BEFORE_TRUST", default=1)
# What the reports of a post must weigh to hide it until a moderator has looked; 0: they never do.
FLAG_WEIGHT_TO_HOLD = number("FLAG_WEIGHT_TO_HOLD", default=3)
FLAGS_PER_DAY = number("FLAGS_PER_DAY", default=20)
# What the checks on new posts go by; 0: the check is off.
POSTS_PER_TEN_MINUTES = number("POSTS_PER_TEN_MINUTES", default=10)
LINKS_PER_POST = number("LINKS_PER_POST", default=5)
SECONDS_TO_WRITE = number("SECONDS_TO_WRITE", default=2)
# Without a key nothing is sent there.
AKISMET_KEY = text("AKISMET_KEY", "")
AKISMET_URL = text("AKISMET_URL", "https://rest.akismet.com/1.1/comment-check")
# Who decided, as members and the public log read it: "role" says "a moderator", "name" the name.
MODERATOR_NAMES = text("MODERATOR_NAMES", "role")
if MODERATOR_NAMES not in {"role", "name"}:
    raise ImproperlyConfigured("MODERATOR_NAMES is either role or name.")

# --- Security ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, inline_script(BASE_DIR / "templates" / "_prefs.html")],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "forum.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_HTTPONLY = True

# How many proxies of ours stand before the application; their word on address and scheme is taken.
TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 30 * 24 * 60 * 60
    # Whether every subdomain speaks https, and whether browsers are told so in advance, is for the
    # owner of the domain to decide, not for one site under it.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- Language, time, files ---

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.static.HashedFiles"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
