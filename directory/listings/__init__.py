"""An entry's life: how it is read, written, published and shown."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Flask

from directory import free_text

free_text.register(
    free_text.FreeText(
        "audit_event.facts",
        "Why an entry was withdrawn or suspended.",
        "those who may read the audit trail; no page shows it",
        "for good",
        500,
    )
)


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.jobs import register
    from directory.listings.pages import pages
    from directory.listings.privacy import free_text_fields
    from directory.listings.proposals.retention import delete_declined
    from directory.listings.withholding.keeping import complete_list
    from directory.places import follow_ups

    free_text_fields.register_all()
    app.register_blueprint(pages)
    register(app, "forget-declined-proposals", timedelta(days=1), delete_declined, forgets=True)
    register(
        app, "complete-withheld-list", timedelta(minutes=10), complete_list, writes=False, each_machine=True
    )
    follow_ups.register(app, "places of entries given the point of their postcode", _place_unplaced)


def _place_unplaced() -> Iterator[int]:
    """Imported where it is needed: the web workers never do."""
    from directory.listings.locations.placing import place_unplaced

    return place_unplaced()
