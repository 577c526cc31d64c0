"""The page of one entry, its calendar file, and the page of one guidance."""

import uuid

from flask import render_template

from directory.accounts.permissions import open_to_all
from directory.listings import published
from directory.listings.pages import pages
from directory.listings.pages.cards import present_card
from directory.listings.pages.markdown import render_markdown
from directory.listings.pages.wording import describe_check


@pages.get("/guidance/<uuid:guidance_id>")
@open_to_all
def guidance(guidance_id: uuid.UUID) -> str:
    found = published.get_guidance(guidance_id)
    return render_template(
        "listings/guidance.html",
        guidance=found,
        body=render_markdown(found.body),
        checked=describe_check(found),
    )


@pages.get("/entry/<uuid:entry_id>")
@open_to_all
def entry(entry_id: uuid.UUID) -> str:
    found = published.get_service(entry_id)
    return render_template(
        "listings/entry.html", card=present_card(found), description=render_markdown(found.description)
    )
