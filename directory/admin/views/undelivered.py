"""Letters that did not arrive: sent again, or marked as told in another way."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.admin import letters as about
from directory.admin.blueprint import blueprint
from directory.extensions import db
from directory.helpline.enquiries.queue import count_untold
from directory.mail import letters
from directory.models.mixins import utc_now
from directory.network.checking import read_id


@blueprint.get("/undelivered")
@allow(*COUNT_KEEPERS)
def undelivered() -> ResponseReturnValue:
    return _show({}, 200)


@blueprint.post("/undelivered")
@allow(*COUNT_KEEPERS)
def undelivered_save() -> ResponseReturnValue:
    """`do` is "again", else it was told in another way."""
    ids = [found for found in map(read_id, request.form.getlist("chosen")) if found]
    if not ids:
        return _show({"chosen": "Tick at least one letter."}, 422)
    if request.form.get("do") == "again":
        count = letters.send_again(actor=find_actor(), ids=ids, now=utc_now())
        message = _count(count, "is sent again.", "are sent again.")
    else:
        count = letters.settle(actor=find_actor(), ids=ids, now=utc_now())
        message = _count(count, "is marked as told in another way.", "are marked as told in another way.")
    db.session.commit()
    flash(message)
    return redirect(url_for("admin.undelivered"))


def _count(count: int, one: str, several: str) -> str:
    return f"1 letter {one}" if count == 1 else f"{count} letters {several}"


def _show(problems: dict[str, str], status: int) -> ResponseReturnValue:
    page = letters.list_undelivered(max(1, min(request.args.get("page", 1, type=int), 10_000)))
    return render_template(
        "admin/undelivered.html",
        page=page,
        rows=about.describe_letters(page.letters),
        untold=count_untold(),
        problems=problems,
    ), status
