"""Unmet needs: logged, grouped, sent to those who commission services, answered, and the askers told."""

from datetime import timedelta

from flask import Flask

from directory.free_text import FreeText, register

_OFFICER = "the knowledge officer, and who logged it"
_ASKERS = "the knowledge officer, who logged it, and who asked the helpline for it"
_COMMISSIONERS = "the knowledge officer, commissioners, and whoever asked"
_KEPT = "until UNMET_NEED_DAYS after it was logged; the count stays"
_STAYS = "when an officer changes it"

register(
    FreeText("unmet_need.missing", "What exactly is missing.", _ASKERS, _KEPT, 2000),
    FreeText("unmet_need.tried", "What was tried, from the search.", _OFFICER, _KEPT, 2000),
    FreeText("unmet_need.evidence", "What shows that it is missing.", _OFFICER, _KEPT, 2000),
    FreeText("unmet_need_group.name", "What a group of unmet needs is called.", _COMMISSIONERS, _STAYS, 200),
    FreeText("unmet_need_group.summary", "What commissioners read of it.", _COMMISSIONERS, _STAYS, 4000),
    FreeText("unmet_need_group.narrative", "What reports tell of a small gap.", _COMMISSIONERS, _STAYS, 4000),
    FreeText(
        "unmet_need_report.summary", "The officer's words to a committee.", _COMMISSIONERS, _STAYS, 8000
    ),
    FreeText("unmet_need_answer.words", "What a commissioner answers.", _COMMISSIONERS, "for good", 4000),
    FreeText(
        "unmet_need_answer.said_by", "The post of who answered.", "the knowledge officer", "for good", 200
    ),
)


def init_app(app: Flask) -> None:
    """Binds this room's pages and jobs."""
    from directory import jobs
    from directory.unmet_needs import retention
    from directory.unmet_needs.groups import loop, matching
    from directory.unmet_needs.views import blueprint

    app.register_blueprint(blueprint)
    jobs.register(app, "ask-again-for-answers", timedelta(hours=6), loop.escalate_overdue)
    jobs.register(app, "match-new-entries", timedelta(hours=1), matching.note_recent_matches)
    jobs.register(app, "empty-old-unmet-needs", timedelta(hours=24), retention.empty_old_words, forgets=True)
