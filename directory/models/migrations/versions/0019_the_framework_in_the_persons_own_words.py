"""the framework in the person's own words

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_SHOW = 'Show this list to somebody who supports you.'
_LINK_WORKER = 'Nobody yet? Ask at your GP surgery for a link worker. They help people find things like these.'
# By the short name of a level: how the person would say it, and what they can do next.
WAYS = {
    'advice-and-information': (
        'I can do this on my own',
        [
            'Pick one thing from the list. Ring or write to them, or go along.',
            'If you get stuck, ask somebody you trust to help.',
        ],
    ),
    'needing-help': (
        'I would like help to choose, or to get in touch',
        [_SHOW, 'You could say: “I would like help to choose, and to get in touch.”', _LINK_WORKER],
    ),
    'needing-more-help': (
        'I would like somebody to come with me at first',
        [_SHOW, 'You could say: “I would like somebody to come with me the first time.”', _LINK_WORKER],
    ),
}
# By the short name of a question: what staff ask and the answer that counts, the question for the person, and why.
QUESTIONS = {
    'knows-what': (
        ('Does the person know what help they want with this?', 'no'),
        'Do you know what help you want with this?',
        'you are not sure yet what help you want',
    ),
    'can-contact': (
        ('Can they get in touch with a service or group by themselves?', 'no'),
        'Can you get in touch with a group or service by yourself?',
        'you would like help to get in touch',
    ),
    'can-get-there': (
        ('Would they need somebody with them to get there or to take part at first?', 'yes'),
        'Would you need somebody with you to get there, or to join in at first?',
        'you would need somebody with you at first',
    ),
    'tried-before': (
        ('Have they tried before, and it did not work out?', 'yes'),
        'Have you tried before, and it did not work out?',
        'you have tried before, and it did not work out',
    ),
    'home-at-risk': (
        ('Could they lose their home within the next 56 days?', 'yes'),
        'Could you lose your home in the next 8 weeks?',
        'you could lose your home in the next 8 weeks',
    ),
    'urgent-letter': (
        ('Has a letter come about court, bailiffs or stopped benefits?', 'yes'),
        'Have you had a letter about court, bailiffs or stopped benefits?',
        'you have had a letter that needs an answer soon',
    ),
}
# What to do at once, where an answer says that it cannot wait.
FIRST = {
    'home-at-risk': 'Tell the housing team of your council now, before you have to leave. They have a duty to help.',
    'urgent-letter': (
        'Do not put the letter away. Ring National Debtline today: 0808 808 4000. It is free, and they tell you what to '
        'do first.'
    ),
}
OWN = ('own_way', 'own_next', 'own_ask', 'own_why', 'own_first')

_PART = sa.table(
    'framework_part', sa.column('id', sa.Uuid()), sa.column('slug', sa.String()), sa.column('content', sa.JSON())
)
_VERSION = sa.table(
    'framework_part_version',
    sa.column('id', sa.Uuid()),
    sa.column('part_id', sa.Uuid()),
    sa.column('content', sa.JSON()),
)


def upgrade() -> None:
    """Earlier versions get the words too, so that one that is brought back still asks the person. A question
    that an officer changed gets none: what it asks now is not known here."""
    _change({'levels': _word_level, 'questions': _word_question})


def downgrade() -> None:
    _change({'levels': _forget, 'questions': _forget})


def _change(changes: dict) -> None:
    connection = op.get_bind()
    for part_id, slug, content in connection.execute(sa.select(_PART)).all():
        if slug not in changes:
            continue
        _write(connection, _PART, part_id, content, changes[slug])
        versions = sa.select(_VERSION.c.id, _VERSION.c.content).where(_VERSION.c.part_id == part_id)
        for version_id, earlier in connection.execute(versions).all():
            _write(connection, _VERSION, version_id, earlier, changes[slug])


def _write(connection: sa.Connection, table: sa.TableClause, row_id: object, content: list, change: object) -> None:
    rows = [change(row) for row in content]
    connection.execute(sa.update(table).where(table.c.id == row_id).values(content=rows))


def _word_level(row: dict) -> dict:
    way, following = WAYS.get(row['slug'], ('', []))
    return row | {'own_way': way, 'own_next': following}


def _word_question(row: dict) -> dict:
    asked, ask, why = QUESTIONS.get(row['slug'], (None, '', ''))
    if asked != (row['ask'], row['when']):
        ask, why = '', ''
    return row | {'own_ask': ask, 'own_why': why, 'own_first': FIRST.get(row['slug'], '') if ask else ''}


def _forget(row: dict) -> dict:
    return {key: value for key, value in row.items() if key not in OWN}
