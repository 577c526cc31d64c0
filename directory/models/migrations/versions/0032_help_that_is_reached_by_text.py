"""help that is reached by text

Revision ID: 0032
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0026'
branch_labels = None
depends_on = None

_TYPES = {
    'voice': ('voice', 'phone', 'telephone', 'tel', 'landline', 'main', 'office', 'work', 'helpline', 'hotline'),
    'cell': ('cell', 'cellular', 'mobile', 'mobile phone', 'cell phone'),
    'text': ('text', 'sms', 'txt', 'text message', 'text messages', 'texting'),
    'textphone': ('textphone', 'text phone', 'text-phone', 'minicom', 'tty', 'typetalk', 'text relay'),
    'fax': ('fax', 'facsimile'),
    'video': ('video', 'video call', 'videophone', 'whatsapp', 'facetime'),
    'pager': ('pager', 'bleep'),
}
_WAYS = ('place', 'home', 'phone', 'text', 'online')


def upgrade() -> None:
    """A telephone cell may hold several numbers with words between them."""
    with op.batch_alter_table('phone', schema=None) as batch_op:
        batch_op.alter_column('number', existing_type=sa.String(length=60), type_=sa.String(length=250))
    _allow_ways(_WAYS)
    _use_types_of_the_standard()


def _use_types_of_the_standard() -> None:
    """Types were kept as each source wrote them. What no type of the standard fits is kept."""
    phone = sa.table('phone', sa.column('type', sa.String()))
    for kind, words in _TYPES.items():
        op.execute(sa.update(phone).where(sa.func.lower(phone.c.type).in_(words)).values(type=kind))


def downgrade() -> None:
    schedule = sa.table('schedule', sa.column('attending_type', sa.String()))
    op.execute(sa.update(schedule).where(schedule.c.attending_type == 'text').values(attending_type='phone'))
    _allow_ways(tuple(way for way in _WAYS if way != 'text'))
    _take_text_from_services()
    with op.batch_alter_table('phone', schema=None) as batch_op:
        batch_op.alter_column('number', existing_type=sa.String(length=250), type_=sa.String(length=60))


def _allow_ways(ways: tuple[str, ...]) -> None:
    allowed = ', '.join(f"'{way}'" for way in ways)
    with op.batch_alter_table('schedule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_schedule_attending_type'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_schedule_attending_type'), f'attending_type IN ({allowed})')


def _take_text_from_services() -> None:
    service = sa.table('service', sa.column('id', sa.Uuid()), sa.column('attending_types', sa.JSON()))
    connection = op.get_bind()
    for service_id, ways in connection.execute(sa.select(service)).all():
        if 'text' in (ways or ()):
            kept = list(dict.fromkeys('phone' if way == 'text' else way for way in ways))
            connection.execute(sa.update(service).where(service.c.id == service_id).values(attending_types=kept))
