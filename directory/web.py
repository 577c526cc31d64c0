"""What every response has in common: security headers, the proxy in front, the templates' surroundings."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, has_request_context, request, session, url_for
from flask_compress import Compress
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from directory.sent_once import make_key
from directory.telephone.cells import read_telephone

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), interest-cohort=()",
}

_compress = Compress()


def init_app(app: Flask) -> None:
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.jinja_options = {"autoescape": True, "undefined": ChainableUndefined}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(f"{app.root_path}/../templates"), PackageLoader("nhsuk_frontend_jinja")]
    )
    app.config.setdefault("COMPRESS_REGISTER", False)
    _compress.init_app(app)
    app.after_request(_compress_for_visitors)
    app.after_request(_add_headers)
    app.context_processor(_surroundings)
    app.jinja_env.filters["telephone"] = read_telephone


def _compress_for_visitors(response: Response) -> Response:
    """Not where there is a session: its form token, beside words that came in with the request, could be
    guessed from the size of what is sent (BREACH)."""
    if request.endpoint == "static":
        # Read whole: of a stream only some ways to compress are offered, and not the one all browsers know.
        response.direct_passthrough = False
        response.make_sequence()
    elif session:
        return response
    return _compress.after_request(response)


def _surroundings() -> dict[str, Any]:
    config = current_app.config
    names = ("SITE_NAME", "TRUST_NAME", "NHS_IDENTITY", "TRUST_CRISIS_LINE", "TRUST_CRISIS_NAME")
    site = {name.lower(): config[name] for name in (*names, "CONTACT_EMAIL", "TILE_URL")}
    return {"site": site, "static_file": link_static_file, "make_form_key": make_key}


def link_from_outside(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for what leaves the site: e-mail, calendar files, shared links. It never
    comes from what a request says it was sent to, but on one's own machine."""
    if current_app.config["LINKS_FOLLOW_HOST"] and has_request_context():
        return url_for(endpoint, _external=True, **values)
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.config['SITE_URL']}{path}"


def link_static_file(filename: str) -> str:
    """The address of a static file with a mark of its content, so that browsers may keep it for a year."""
    path = Path(current_app.static_folder or "") / filename
    return url_for("static", filename=filename, v=_content_mark(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=200)
def _content_mark(path: Path, _changed_at: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _content_security_policy())
    if current_app.config["ENVIRONMENT"] == "production":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.args.get("v") and response.status_code in (200, 304):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _content_security_policy() -> str:
    tiles = urlsplit(current_app.config["TILE_URL"]).netloc
    images = f"'self' data: {tiles}".strip()
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        f"img-src {images}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
