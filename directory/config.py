"""The only reader of the environment. Every setting is listed here once, checked at start-up,
and described in docs/configuration.md (a test holds the two together)."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from directory.errors import BadSetting
from directory.telephone.cells import read_telephone

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One environment variable: what it is for, its default, and how its text becomes a value."""

    name: str
    default: str
    meaning: str
    allowed: str
    read: Callable[[str], Any]


def _text(value: str) -> str:
    return value.strip()


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "": False}
    return words[value.strip().lower()]


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return read


def _web_address(value: str) -> str:
    if value and urlsplit(value).scheme not in ("http", "https"):
        raise ValueError(value)
    return value


def _telephone(value: str) -> str:
    """One number, which a page can link."""
    text = value.strip()
    if text and sum(bool(piece.address) for piece in read_telephone(text).pieces) != 1:
        raise ValueError(value)
    return text


def _database(value: str) -> str:
    if value.startswith("postgresql://"):
        return value.replace("postgresql://", "postgresql+psycopg://", 1)
    if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError(value)
    return value


def _names(value: str) -> list[str] | None:
    return [name.strip() for name in value.split(",") if name.strip()] or None


def _folder(value: str) -> Path:
    """A ? would end the path in the address of the database."""
    path = Path(value)
    path = path if path.is_absolute() else ROOT / path
    if "?" in str(path):
        raise ValueError(value)
    return path


def _file(value: str) -> Path | None:
    return _folder(value) if value.strip() else None


WEB_ADDRESS = "an address starting http:// or https://"
YES_OR_NO = "1 or 0, true or false, yes or no"

# fmt: off
SETTINGS = (
    Setting("ENVIRONMENT", "local", "Where this runs. production refuses to start without SECRET_KEY and SITE_URL (or TRUSTED_HOSTS) and serves secure cookies only.", "local, test or production", _one_of("local", "test", "production")),
    Setting("DATABASE_URL", "", "The database. Empty means SQLite in the instance folder.", "sqlite:///path or postgresql://user:password@host/name", _database),
    Setting("INSTANCE_DIR", "instance", "Folder for the local database, the search index and the generated key.", "a folder, without ? in its path", _folder),
    Setting("SECRET_KEY", "", "Signs sessions and forms. Generated and kept for local use.", "at least 32 characters", _text),
    Setting("SECRET_KEY_FALLBACKS", "", "Earlier values of SECRET_KEY. Sessions, and the marks of what is withheld from the public, stay readable with them.", "earlier values, with commas between", _names),
    Setting("WITHHELD_LIST", "", "List of what is withheld from the public, kept outside the database so that a restore can apply it: keyed hashes, nothing readable. Empty means withheld.jsonl in the instance folder.", "path of a file, without ? in it", _file),
    Setting("HOST", "127.0.0.1", "Network address to listen on.", "an address of this machine", _text),
    Setting("PORT", "8000", "Port to listen on. A local start takes the next free one where this is taken.", "1 to 65535", _between(1, 65535)),
    Setting("WEB_WORKERS", "2", "Processes that answer requests.", "1 to 64", _between(1, 64)),
    Setting("WEB_THREADS", "8", "Threads in each of them.", "1 to 64", _between(1, 64)),
    Setting("REQUEST_SECONDS", "30", "A statement on PostgreSQL is stopped, and a web worker that has stalled is replaced, after this long.", "5 to 300", _between(5, 300)),
    Setting("TRUSTED_HOSTS", "", "Host names this directory answers to, with commas; a leading dot includes subdomains. Empty means any.", "names, with commas between", _names),
    Setting("PROXY_HOPS", "0", "How many reverse proxies stand in front and may be believed.", "0 to 5", _between(0, 5)),
    Setting("SITE_URL", "", "Where people find this directory: the beginning of every link in e-mail, calendar files and shared lists. Empty: the first of TRUSTED_HOSTS, else this machine.", WEB_ADDRESS, _web_address),
    Setting("SITE_NAME", "Community Knowledge Directory", "The name shown at the top of every page.", "any text", _text),
    Setting("TRUST_NAME", "", "The trust that runs this directory, shown in the footer and statements.", "any text", _text),
    Setting("NHS_IDENTITY", "0", "Show the NHS logo and colours. Only an organization entitled to the NHS identity may.", YES_OR_NO, _flag),
    Setting("TRUST_CRISIS_LINE", "", "The trust's own crisis line, shown first under urgent help.", "a telephone number", _telephone),
    Setting("TRUST_CRISIS_NAME", "Mental health crisis line", "What the trust's crisis line is called.", "any text", _text),
    Setting("CONTACT_EMAIL", "", "Where people write about the directory: corrections, accessibility, privacy.", "an e-mail address", _text),
    Setting("TILE_URL", "", "Map tiles, with {z}, {x} and {y}. Empty means a map without a background, and nothing is fetched from anybody.", WEB_ADDRESS, _web_address),
    Setting("TILE_ATTRIBUTION", "", "The credit the tile provider asks for.", "any text", _text),
    Setting("SMTP_HOST", "", "Mail server for e-mail to staff and providers. Empty: e-mail waits and nothing is sent.", "a host name", _text),
    Setting("SMTP_PORT", "587", "Its port.", "1 to 65535", _between(1, 65535)),
    Setting("SMTP_SECURITY", "starttls", "How the connection to it is protected.", "starttls, tls or none", _one_of("starttls", "tls", "none")),
    Setting("SMTP_USER", "", "Name to sign in to it with. Empty: without signing in.", "any text", _text),
    Setting("SMTP_PASSWORD", "", "Password to sign in to it with.", "any text", _text),
    Setting("MAIL_FROM", "directory@example.org", "The sender of that e-mail.", "an e-mail address", _text),
    Setting("MAIL_KEPT_DAYS", "30", "How long the words and address of sent e-mail are kept.", "1 to 365", _between(1, 365)),
    Setting("CODEPOINT_URL", "https://api.os.uk/downloads/v1/products/CodePointOpen/downloads", "OS Code-Point Open: the publisher's list of downloads with their checksums, or the zip itself.", WEB_ADDRESS, _web_address),
    Setting("PRACTICES_URL", "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=epraccur", "NHS list of GP practices (zip or CSV). Empty: not downloaded.", WEB_ADDRESS, _web_address),
    Setting("BRANCHES_URL", "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=ebranchs", "NHS list of branch surgeries (zip or CSV). Empty: not downloaded.", WEB_ADDRESS, _web_address),
    Setting("PCNS_URL", "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=epcn", "NHS list of primary care networks (zip, CSV or workbook). Empty: not downloaded.", WEB_ADDRESS, _web_address),
    Setting("PCN_MEMBERS_URL", "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=epcncorepartnerdetails", "NHS list of the practices in each primary care network. Empty: not downloaded.", WEB_ADDRESS, _web_address),
    Setting("FETCH_ALLOW_LOCAL", "0", "Let downloads come from this very machine too. Other private addresses are always refused.", YES_OR_NO, _flag),
    Setting("LOG_LEVEL", "INFO", "How much is logged.", "DEBUG, INFO, WARNING or ERROR", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("MAX_BODY_BYTES", "2000000", "Largest request body accepted.", "10000 to 100000000", _between(10_000, 100_000_000)),
    Setting("SESSION_HOURS", "9", "Signed-in people are asked again after this long.", "1 to 24", _between(1, 24)),
    Setting("SESSION_IDLE_MINUTES", "60", "Signed-in people are asked again after doing nothing for this long.", "5 to 720", _between(5, 720)),
    Setting("SIGN_IN_FREE_FAILURES", "5", "After so many wrong passwords an account is locked, first for a minute, then twice as long each time.", "2 to 50", _between(2, 50)),
    Setting("SIGN_IN_LOCK_MINUTES", "60", "An account is locked for so long at most.", "1 to 1440", _between(1, 1440)),
    Setting("SIGN_IN_MANY_ACCOUNTS", "30", "Where so many accounts were tried in vain from one network address within a day, one wrong password from there locks an account.", "5 to 10000", _between(5, 10_000)),
    Setting("AVAILABILITY_DAYS", "60", "How long 'open', 'full' or 'waiting list' is believed after it was said.", "1 to 365", _between(1, 365)),
    Setting("ROLE_CONFIRM_DAYS", "90", "How often a support role is asked whether it is still true.", "7 to 730", _between(7, 730)),
    Setting("ROLE_ASK_DAYS", "14", "How long before that day it is first asked by e-mail.", "1 to 90", _between(1, 90)),
    Setting("ROLE_HIDDEN_DAYS", "30", "A support role not confirmed this long after its day is no longer found, except by the officer.", "1 to 365", _between(1, 365)),
    Setting("PACK_DAYS", "90", "How long the link to a pack of entries works.", "1 to 365", _between(1, 365)),
    Setting("RECORD_DAYS", "180", "How long a support record is kept after it was closed.", "30 to 3650", _between(30, 3650)),
    Setting("RECORD_ASK_DAYS", "14", "How often it is asked again whether a closed support record stands in the care plan, and whether an open one without a change is still open.", "1 to 90", _between(1, 90)),
    Setting("RECORD_OPEN_DAYS", "90", "An open support record in which nothing changed for this long is asked about.", "14 to 730", _between(14, 730)),
    Setting("UNMET_NEED_DAYS", "1095", "How long the words of an unmet need are kept. Its count stays.", "90 to 3650", _between(90, 3650)),
    Setting("ENQUIRY_DAYS", "730", "How long the words and contacts of an enquiry are kept after it was answered. What is counted of it stays.", "90 to 3650", _between(90, 3650)),
    Setting("ENQUIRY_LEFT_DAYS", "14", "An open enquiry that nobody touched for this long is told to its handler, and again each time as long. Less than ENQUIRY_OPEN_DAYS.", "1 to 90", _between(1, 90)),
    Setting("ENQUIRY_OPEN_DAYS", "180", "How long the words and contacts of an enquiry that was never closed are kept after it was last changed, and after somebody was told. It then counts as withdrawn.", "30 to 3650", _between(30, 3650)),
    Setting("BACKUP_DAYS", "90", "How long backups are kept, though never longer than RECORD_DAYS. The newest stays in any case.", "1 to 3650", _between(1, 3650)),
    Setting("SEARCH_LOG", "1", "Note what is searched, without who searches, for the officer to make the directory better.", YES_OR_NO, _flag),
    Setting("HELPLINE_ANSWER_HOURS", "8", "A question to the helpline is answered before it has been open for so many hours.", "1 to 80", _between(1, 80)),
    Setting("REVIEW_DAYS", "180", "How often an entry is to be checked.", "7 to 1095", _between(7, 1095)),
    Setting("RATE_LIMITS", "1", "Limit how often one address may search or try to sign in.", YES_OR_NO, _flag),
)
# fmt: on


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every setting's checked value, by name. Raises BadSetting naming the first that is wrong."""
    if environ is None:
        stored = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None}
        environ = stored | dict(os.environ)
    values = {setting.name: _checked(setting, environ) for setting in SETTINGS}
    _make_instance_folder(values["INSTANCE_DIR"])
    values["SECRET_KEY"] = _secret_key(values)
    if values["ENVIRONMENT"] == "production" and not (values["SITE_URL"] or values["TRUSTED_HOSTS"]):
        # Links that leave the site would lead wherever a request says that it was sent to.
        raise BadSetting("SITE_URL", "(empty)", f"{WEB_ADDRESS}, in production without TRUSTED_HOSTS")
    longest = values["ENQUIRY_OPEN_DAYS"]
    if values["ENQUIRY_LEFT_DAYS"] >= longest:
        # The words would go before anybody is told.
        raise BadSetting(
            "ENQUIRY_LEFT_DAYS", str(values["ENQUIRY_LEFT_DAYS"]), f"less than ENQUIRY_OPEN_DAYS ({longest})"
        )
    return values


def flask_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as Flask and its extensions want them named."""
    production = values["ENVIRONMENT"] == "production"
    return {
        **values,
        "SITE_URL": _find_site_url(values),
        # On one's own machine the port may be another one than the setting says.
        "LINKS_FOLLOW_HOST": not (values["SITE_URL"] or values["TRUSTED_HOSTS"]),
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"]
        or f"sqlite:///{values['INSTANCE_DIR'] / 'directory.sqlite'}",
        # What a person typed would otherwise stand in the message of a failed statement.
        # A connection that its database closed is noticed before it is used.
        # A request holds one connection and, to note a search or a record shown, a second for a moment. Were
        # there fewer than that, requests that hold their first could wait for each other's second.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_pre_ping": True,
            "pool_size": 2 * values["WEB_THREADS"],
            "max_overflow": 16,
        },
        "MAX_CONTENT_LENGTH": values["MAX_BODY_BYTES"],
        "MAX_FORM_MEMORY_SIZE": values["MAX_BODY_BYTES"],
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": values["RATE_LIMITS"],
        "RATELIMIT_STORAGE_URI": "memory://",
        "JSON_SORT_KEYS": False,
    }


def _find_site_url(values: Mapping[str, Any]) -> str:
    """Without a slash at its end."""
    if values["SITE_URL"]:
        return str(values["SITE_URL"]).rstrip("/")
    if values["TRUSTED_HOSTS"]:
        return f"https://{values['TRUSTED_HOSTS'][0].lstrip('.')}"
    return f"http://{values['HOST']}:{values['PORT']}"


def _checked(setting: Setting, environ: Mapping[str, str]) -> Any:
    given = environ.get(setting.name, setting.default)
    try:
        return setting.read(given)
    except (ValueError, KeyError) as error:
        raise BadSetting(setting.name, given, setting.allowed) from error


def _make_instance_folder(folder: Path) -> None:
    """For the application's user alone: the database in it holds confidential addresses."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting("INSTANCE_DIR", str(folder), "a folder that can be written to") from error


def _secret_key(values: Mapping[str, Any]) -> str:
    given: str = values["SECRET_KEY"]
    if given and len(given) < 32:
        raise BadSetting("SECRET_KEY", "(hidden)", "at least 32 characters")
    if given:
        return given
    if values["ENVIRONMENT"] == "production":
        raise BadSetting("SECRET_KEY", "(empty)", "at least 32 characters, in production")
    return _kept_key(values["INSTANCE_DIR"] / "secret_key")


def _kept_key(path: Path) -> str:
    try:
        # Exclusive creation: two processes starting together agree on one key.
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
