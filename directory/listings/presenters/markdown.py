"""Markdown of entries as safe HTML."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "h2", "h3", "h4", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_SCHEMES = {"http", "https", "mailto", "tel", "sms"}


def render_markdown(text: str | None) -> Markup:
    """Headings start at level 2: the page has the only h1. Images and raw HTML are dropped."""
    html = _MARKDOWN.render((text or "").replace("\0", ""))
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return Markup(nh3.clean(html, tags=_TAGS, url_schemes=_SCHEMES, link_rel="noreferrer"))  # noqa: S704
