"""My list: kept in the visitor's browser or in the address, never here."""

import uuid

from flask import has_request_context, render_template, request

from directory.accounts.permissions import open_to_all
from directory.listings import published
from directory.listings.pages import pages
from directory.listings.presenters.cards import present_card
from directory.listings.presenters.mail import write_email
from directory.web import link_from_outside

# As many as an address line may hold that every proxy lets through.
_MOST_IDS = 60


@pages.get("/my-list")
@open_to_all
def my_list() -> str:
    ids = read_ids(request.args.getlist("ids"))
    cards = [present_card(entry) for entry in published.list_entries(ids)]
    kept = [card.id for card in cards]
    link = link_from_outside("listings.my_list", ids=",".join(map(str, kept)))
    return render_template(
        "listings/my_list.html",
        cards=cards,
        ids=kept,
        gone_count=len(ids) - len(cards),
        link=link,
        email=write_email(
            "Places that may help", *(f"{card.name}\r\n{card.summary}" for card in cards), link
        ),
    )


@pages.app_template_global()
def kept_ids(*more: uuid.UUID) -> str:
    """The list that travels in the address of a visitor without JavaScript, and `more`."""
    kept = read_ids(request.values.getlist("list")) if has_request_context() else []
    return ",".join(dict.fromkeys(map(str, (*kept, *more))))


def read_ids(values: list[str]) -> list[uuid.UUID]:
    """The ids in "a,b" or repeated values, each once, at most _MOST_IDS. What is no id is left out."""
    ids: dict[uuid.UUID, None] = {}
    for text in ",".join(values).split(",")[: _MOST_IDS * 4]:
        try:
            ids[uuid.UUID(text.strip())] = None
        except ValueError:
            continue
    return list(ids)[:_MOST_IDS]
