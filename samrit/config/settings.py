"""Every setting, from the environment (docs/settings.md). The defaults run one province on a laptop."""

import os
import secrets
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from samrit.config.storage_address import storage_of

PACKAGE = Path(__file__).resolve().parent.parent


def _switch(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _day_of(name: str, default: str) -> date | None:
    """``on``: always; ``off``: never; else the day from which."""
    told = os.environ.get(name, default).lower()
    if told in {"1", "true", "yes", "on"}:
        return date.min
    if told in {"", "0", "false", "no", "off"}:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is on, off or a day such as 2026-12-01, not {told!r}") from error


# ── where things are ────────────────────────────────────────────────────────
DATA_DIR = Path(os.environ.get("SAMRIT_DATA", PACKAGE.parent / "var"))  # database, evidence, secret key
SITE_URL = os.environ.get("SAMRIT_URL", "http://127.0.0.1:8000")
DEMO = _switch("SAMRIT_DEMO")  # one-click sign-in of fictitious people; see people.actions.sign_in_as_demo
DEBUG = _switch("SAMRIT_DEBUG")


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data, readable by its owner."""
    if from_environment := os.environ.get("SAMRIT_SECRET_KEY"):
        return from_environment
    path = DATA_DIR / "secret_key"
    try:
        if not path.exists():
            DATA_DIR.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError:
        # A folder that cannot be written: fine for commands without a database; `samrit run` needs the folder anyway.
        return secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()
_site = urlsplit(SITE_URL)
if not _site.hostname:
    raise ImproperlyConfigured(
        f"SAMRIT_URL must be an address such as https://samrit.example.go.th, not {SITE_URL!r}"
    )
ALLOWED_HOSTS = [_site.hostname, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# ── the rooms ───────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "samrit.config",
    "samrit.dashboards",
    "samrit.letters",
    "samrit.scores",
    "samrit.reports",
    "samrit.frameworks",
    "samrit.catalog",
    "samrit.assessments",
    "samrit.indicators",
    "samrit.evidence",
    "samrit.notices",
    "samrit.audit",
    "samrit.people",
    "samrit.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "samrit.ui.following.following_middleware",  # the outermost: whatever is answered has a number
    "samrit.config.tracing.tracing_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "samrit.ui.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "samrit.ui.language.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "samrit.ui.visitors.visitors_middleware",  # below it: what people with an account need
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "samrit.reports.middleware.revisions_middleware",
    "samrit.people.middleware.duties_middleware",
    "samrit.people.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samrit.people.middleware.SessionLimitsMiddleware",
    "samrit.people.api.gate.gate_middleware",  # the last: a token's person stands above the session's
]
ROOT_URLCONF = "samrit.config.urls"
WSGI_APPLICATION = "samrit.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["samrit.ui.templatetags.samrit"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samrit.ui.context.site",
                "samrit.config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── data ────────────────────────────────────────────────────────────────────
# Seconds after which PostgreSQL gives up for who waits at a web process (0: never); commands and the worker take their time.
# Locks: as SQLite's below. The last: nothing in front of us waits longer, so who holds locks and says nothing is gone.
_LIMITS = {
    "statement_timeout": int(os.environ.get("SAMRIT_STATEMENT_SECONDS", "60")),
    "lock_timeout": int(os.environ.get("SAMRIT_LOCK_SECONDS", "20")),
    "idle_in_transaction_session_timeout": int(os.environ.get("SAMRIT_IDLE_TRANSACTION_SECONDS", "120")),
}
_limits = " ".join(f"-c {name}={seconds}s" for name, seconds in _LIMITS.items() if seconds)
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'samrit.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A server that is gone without a word is noticed; what the address says itself (?connect_timeout=…) counts before it.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
        "tcp_user_timeout": 30_000, **({"options": _limits} if _switch("SAMRIT_ANSWERS_PEOPLE") and _limits else {}),
        **DATABASES["default"].get("OPTIONS", {}),
        "prepare_threshold": 2 if os.environ.get("SAMRIT_PREPARED", "on") == "on" else None,  # see ui.prepared
    }  # fmt: skip
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # FULL: what was answered with "saved" survives a power cut, not only a crash.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
try:
    _files = storage_of(os.environ.get("SAMRIT_STORAGE", ""), data=DATA_DIR, environment=os.environ)
except ValueError as _wrong:
    raise ImproperlyConfigured(f"SAMRIT_STORAGE: {_wrong}") from None
# Of files in a bucket, how much of this machine's disk their copies may take.
STORAGE_COPIES_BYTES = int(os.environ.get("SAMRIT_STORAGE_COPIES_MB", "10240")) * 1024 * 1024
STORAGES = {
    "default": _files,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE.parent / "var" / "static"
EVIDENCE_MAX_BYTES = int(os.environ.get("SAMRIT_EVIDENCE_MAX_MB", "20")) * 1024 * 1024
EVIDENCE_UPLOAD_MAX_BYTES = int(os.environ.get("SAMRIT_UPLOAD_MAX_MB", "200")) * 1024 * 1024  # in pieces
LETTER_FOLDER = Path(os.environ.get("SAMRIT_LETTER_FOLDER", DATA_DIR / "letter_paper"))  # emblem, fonts
CLAMD = os.environ.get("SAMRIT_CLAMD", "")  # /run/clamav/clamd.ctl or host:3310
# Observations of the provincial database (docs/observations-submissions.md): the engine, MB of memory for it, the largest file
OBSERVATIONS_ENGINE = os.environ.get("SAMRIT_OBSERVATIONS_ENGINE", "embedded")
OBSERVATIONS_MEMORY = int(os.environ.get("SAMRIT_OBSERVATIONS_MEMORY", "1024"))
# spark://host:7077; see docs/observations-engines.md
SPARK_MASTER = os.environ.get("SAMRIT_SPARK_MASTER", "local[*]")
OBSERVATIONS_MAX_BYTES = int(os.environ.get("SAMRIT_OBSERVATIONS_MAX_MB", "2048")) * 1024 * 1024
LETTER_MAX_BYTES = 20 * 1024 * 1024
# Digital signature of letters (docs/letters-writing.md): key and certificate as PEM files; without them letters carry none
SIGNING_KEY = os.environ.get("SAMRIT_SIGNING_KEY", "")
SIGNING_CERTIFICATE = os.environ.get("SAMRIT_SIGNING_CERTIFICATE", "")
SIGNING_PASSPHRASE = os.environ.get("SAMRIT_SIGNING_PASSPHRASE", "")
AUDIT_ANCHORS = Path(os.environ.get("SAMRIT_ANCHORS", DATA_DIR / "anchors"))  # signed ends of the trail
BACKUP_KEY = os.environ.get("SAMRIT_BACKUP_KEY", "")  # the public key (age1…) of backups
# Public surveys: answers a minute of one place (0: no limit), and how soon after opening the form nobody can have read it.
SURVEY_RATE = int(os.environ.get("SAMRIT_SURVEY_RATE", "120"))
SURVEY_LEAST_SECONDS = int(os.environ.get("SAMRIT_SURVEY_LEAST_SECONDS", "2"))
API_CALLS = int(os.environ.get("SAMRIT_API_CALLS", "600"))  # a minute, of one token
API_CALLS_WITHOUT_TOKEN = int(os.environ.get("SAMRIT_API_CALLS_WITHOUT_TOKEN", "120"))  # of one address
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a framework's grid of targets is one form
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "samrit_cache"},
}

# A queue in the same database: what is enqueued is as durable as what it belongs to (docs/notices.md).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── people ──────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["samrit.people.backends.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "samrit.people.passwords.NotLikeThePerson"},
    {"NAME": "samrit.people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "samrit.people.passwords.NotCommon"},
    {"NAME": "samrit.people.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samrit.people.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by an invitation sent to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Guessing is slowed down per account; per address generously, since a whole provincial office sits behind one (docs/signing-in.md).
SIGN_INS = int(os.environ.get("SAMRIT_SIGN_INS", "300"))  # a minute, of one address
_guesses = max(SIGN_INS // 3, 1)
MFA_RATE_LIMITS = {"webauthn_login": f"{SIGN_INS}/m/ip"}
ACCOUNT_RATE_LIMITS = {
    "login": f"{SIGN_INS}/m/ip",
    "login_failed": f"{_guesses}/m/ip,5/300s/key",
    "reset_password": f"{_guesses}/m/ip,5/m/key",
    "reset_password_from_key": f"{_guesses}/m/ip",
    "verify_paper": "20/m/ip",
}
# The second step of signing in (docs/signing-in.md): from when approvers and evaluators may not work without one.
SECOND_FACTOR_FROM = _day_of("SAMRIT_SECOND_FACTOR", "off" if DEMO else "on")
MFA_ADAPTER = "samrit.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address
MFA_TOTP_ISSUER = "Samrit"
MFA_FORMS = {
    "authenticate": "samrit.people.forms.SecondStepForm",
    "reauthenticate": "samrit.people.forms.SecondStepAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
# Browsers offer passkeys over plain HTTP on this very machine only; there the origin need not be https either.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _site.hostname == "localhost"
# Providers of OpenID Connect (docs/signing-in.md): SAMRIT_OIDC names them, SAMRIT_OIDC_<NAME>_… says of each what the table says.
OPENID_SETTINGS = {  # variable's last word → (what it is here, default)
    "ISSUER": ("issuer", ""), "CLIENT_ID": ("client_id", ""), "SECRET_FILE": ("secret_file", ""),
    "LABEL": ("label_thai", "OpenID Connect"), "LABEL_EN": ("label_english", "OpenID Connect"),
    "CLAIM": ("claim", "sub"), "CLAIM_FROM": ("claim_from", "id_token"), "SCOPES": ("scopes", "openid"),
    "HOSTS": ("hosts", ""), "SECOND_STEP": ("second_step", ""), "METADATA": ("metadata_file", ""),
}  # fmt: skip


def _openid_provider(name: str) -> dict[str, str]:
    prefix = "SAMRIT_OIDC_" + name.upper().replace("-", "_")
    told = {
        here: os.environ.get(f"{prefix}_{last}", default) for last, (here, default) in OPENID_SETTINGS.items()
    }
    return {"name": name, **told}


OPENID_PROVIDERS = [
    _openid_provider(_name.strip().lower())
    for _name in os.environ.get("SAMRIT_OIDC", "").split(",")
    if _name.strip()
]
# People of providers are known by an HMAC under this key alone, never by their number; the key before it while it is changed.
IDENTITY_KEY = os.environ.get("SAMRIT_IDENTITY_KEY", "")
IDENTITY_KEY_BEFORE = os.environ.get("SAMRIT_IDENTITY_KEY_BEFORE", "")
RETENTION = _switch("SAMRIT_RETENTION")  # the worker deletes each day what rules/privacy.toml says
# Who was away so long, or signed in so long ago, proves again who it is; what was typed is kept. 0: never.
IDLE_MINUTES = int(os.environ.get("SAMRIT_IDLE_MINUTES", "60"))
SESSION_ENGINE = "samrit.people.sessions"
SESSION_HOURS = int(os.environ.get("SAMRIT_SESSION_HOURS", "12"))
# Approving, filing, publishing and signing ask for the same proof, unless it was given so many minutes ago. 0: they do not.
STEP_UP_MINUTES = int(os.environ.get("SAMRIT_STEP_UP_MINUTES", "15"))
SESSION_COOKIE_AGE = (SESSION_HOURS or 12) * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _site.scheme == "https"
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the proxy in front does that
SECURE_HSTS_SECONDS = 31_536_000 if _site.scheme == "https" else 0
if _switch("SAMRIT_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Limits count the visitor that the proxy names last, not the proxy: what the visitor wrote there itself counts nothing.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _provider_origins() -> list[str]:
    """Where a person may be sent to sign in: the hosts of the providers."""
    found = set()
    for told in OPENID_PROVIDERS:
        issuer = urlsplit(told["issuer"])
        hosts = [one.strip() for one in told["hosts"].split(",") if one.strip()]
        found |= {f"{issuer.scheme}://{issuer.netloc}", *(f"https://{one}" for one in hosts)}
    return sorted(found)


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # Browsers hold redirects of a form against it: a sign-in button leads on to its provider.
        "form-action": [SELF, *_provider_origins()],
        "frame-ancestors": [NONE],
    }
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_TIMEOUT = 30  # seconds for each answer of the mail server
if _mail := os.environ.get("SAMRIT_SMTP"):  # smtp://user:secret@host:587
    _smtp = urlsplit(_mail)
    if _smtp.scheme not in {"smtp", "smtps", "smtp-plain"}:
        raise ImproperlyConfigured(
            "SAMRIT_SMTP begins with smtp:// (STARTTLS), smtps:// (TLS) or smtp-plain://"
        )
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or {"smtp": 587, "smtps": 465, "smtp-plain": 25}[_smtp.scheme]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.scheme == "smtp", _smtp.scheme == "smtps"
if DEMO:  # fictitious people have no mailbox: what they would get is shown at /notices/outbox/
    EMAIL_BACKEND = "samrit.notices.outbox.EmailBackend"
LINE_TOKEN = os.environ.get("SAMRIT_LINE_TOKEN", "")  # the channel's access token; empty: LINE is not offered
LINE_SECRET = os.environ.get("SAMRIT_LINE_SECRET", "")  # the channel's secret, which signs what LINE tells us
LINE_URL = os.environ.get("SAMRIT_LINE_URL", "https://api.line.me")
LINE_ACCOUNT = os.environ.get("SAMRIT_LINE_ACCOUNT", "")  # the official account that people add: @samrit
# Internal networks into which webhooks may be sent: 10.20.0.0/16,fd00::/8 (nothing inside otherwise)
WEBHOOK_NETWORKS = [
    ip_network(one) for one in os.environ.get("SAMRIT_WEBHOOK_NETWORKS", "").split(",") if one
]
DEFAULT_FROM_EMAIL = os.environ.get("SAMRIT_MAIL_FROM", "samrit@localhost")

# ── language and time ───────────────────────────────────────────────────────
LANGUAGE_CODE = "th"  # the sentences in the code are Thai; samrit/ui/locale holds the English ones
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "samrit_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

METRICS_TOKEN = os.environ.get(
    "SAMRIT_METRICS_TOKEN", ""
)  # who may read /metrics besides this machine itself
# OpenTelemetry (docs/production.md): where traces are sent by OTLP over HTTP. Empty: nowhere.
OTLP_URL = os.environ.get("SAMRIT_OTLP_URL") or os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
OTLP_SERVICE = os.environ.get("OTEL_SERVICE_NAME", "samrit")
if OTLP_URL and not OTLP_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("SAMRIT_OTLP_URL is an address such as http://127.0.0.1:4318")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"number": {"()": "samrit.ui.logs.WithNumber"}},
    "formatters": {
        "text": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {"()": "samrit.ui.logs.AsJson"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["number"],
            "formatter": "json" if os.environ.get("SAMRIT_LOG_FORMAT", "text") == "json" else "text",
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("SAMRIT_LOG", "WARNING")},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "weasyprint.progress", "fontTools")},
}
