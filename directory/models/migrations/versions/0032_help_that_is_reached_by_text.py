"""help that is reached by text, and a tick for each need

Revision ID: 0032
Revises: 0027
"""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0027'
branch_labels = None
depends_on = None

# “What could help me?”: the need a tick stands for and its words. What is for a need of APART is shown under no other.
TICKS = (
    ('benefits', 'I want to know what benefits I can get'),
    ('benefits-appeals', 'I think a benefits decision is wrong'),
    ('disability-benefits', 'I need PIP or other money for an illness or disability'),
    ('debt', 'I owe money and cannot keep up'),
    ('fuel', 'I cannot pay for gas, electricity or water'),
    ('food', 'I do not have enough to eat'),
    ('budgeting', 'I want help to manage my money'),
    ('emergency-money', 'I have no money right now'),
    ('household-items', 'I need furniture, clothes or things for my home'),
    ('work', 'I want to find a job or keep one'),
    ('homeless-now', 'I have nowhere safe to sleep tonight'),
    ('homeless-risk-56-days', 'I may lose my home in the next 8 weeks'),
    ('homeless-risk-early', 'I may lose my home, but not in the next 8 weeks'),
    ('homeless-after-duty', 'The council stopped helping before I had a home'),
    ('rent-arrears', 'I am behind with my rent or mortgage'),
    ('eviction', 'My landlord wants me to leave'),
    ('finding-a-home', 'I am looking for a place to live'),
    ('supported-housing', 'I want a home where somebody helps me'),
    ('repairs', 'My home needs repairs'),
    ('home-adaptations', 'I find it hard to get around my home'),
    ('neighbours', 'I have trouble with my neighbours'),
    ('meeting-people', 'I would like to meet people'),
    ('befriending', 'I would like somebody to visit or ring me'),
    ('someone-to-talk-to', 'I want somebody to talk to'),
    ('peer-support', 'I want to meet people who have been through the same'),
    ('bereavement', 'Somebody close to me has died'),
    ('baby-loss', 'My baby has died'),
    ('carers', 'I look after somebody'),
    ('leaving-the-house', 'I find it hard to leave the house'),
    ('transport', 'I need help to get to places'),
    ('digital-help', 'I need help with a phone, computer or the internet'),
    ('alcohol', 'I want to drink less or stop'),
    ('drugs', 'I want help with drugs'),
    ('prescribed-medicines', 'I find it hard to stop my tablets'),
    ('gambling', 'I want to stop gambling'),
    ('smoking', 'I want to stop smoking or vaping'),
    ('other-habits', 'I cannot stop gaming, shopping or another habit'),
    ('affected-by-addiction', 'I worry about somebody else’s drinking, drugs or gambling'),
    ('domestic-abuse', 'Somebody close to me hurts or scares me'),
    ('sexual-abuse', 'I was raped or sexually abused'),
    ('abuse-and-hate', 'I am bullied, cheated or hated for who I am'),
    ('own-behaviour', 'I hurt or scare people close to me'),
    ('relationship-problems', 'My partner and I do not get on'),
    ('separation', 'My partner and I are breaking up'),
    ('family-conflict', 'My family has fallen out'),
    ('parenting', 'I want help with being a parent'),
    ('child-contact', 'I want to see my children after a split'),
    ('missing-people', 'Somebody I know is missing'),
    ('sexuality-and-gender', 'I want to talk about my sexuality or gender'),
    ('friends-and-dating', 'I have a learning disability and want friends or a partner'),
    ('walking', 'I would like to go for walks with others'),
    ('gentle-exercise', 'I would like some gentle exercise'),
    ('sport', 'I would like to do some sport'),
    ('weight', 'I want to reach a healthy weight'),
    ('eating-disorders', 'I have trouble with eating, like anorexia or bulimia'),
    ('healthy-eating', 'I want to learn to cook'),
    ('sleep', 'I do not sleep well'),
    ('stress-and-relaxation', 'I feel stressed'),
    ('health-checks', 'I need a health check or a doctor'),
    ('long-term-conditions', 'I live with a long-term illness or pain'),
    ('sexual-health', 'I want help with my sexual health'),
    ('arts', 'I would like to do art or crafts'),
    ('music-and-singing', 'I would like to sing, dance or make music'),
    ('gardening', 'I would like to garden or be in nature'),
    ('games-and-hobbies', 'I would like to play games or have a hobby'),
    ('lunch-clubs', 'I would like to eat with other people'),
    ('reading-and-libraries', 'I would like to read or use a library'),
    ('learning', 'I would like to learn something'),
    ('volunteering', 'I would like to volunteer'),
    ('making-and-mending', 'I would like to make or mend things'),
    ('faith', 'I want help with my faith'),
    ('cultural-groups', 'I would like to meet people of my own culture'),
    ('having-your-say', 'I want to speak up and be heard'),
)
APART = (
    'bereavement',
    'baby-loss',
    'domestic-abuse',
    'sexual-abuse',
    'abuse-and-hate',
    'own-behaviour',
    'missing-people',
    'eating-disorders',
    'sexual-health',
)
_TYPES = {
    'voice': ('voice', 'phone', 'telephone', 'tel', 'landline', 'main', 'office', 'work', 'helpline', 'hotline'),
    'cell': ('cell', 'cellular', 'mobile', 'mobile phone', 'cell phone'),
    'text': ('text', 'sms', 'txt', 'text message', 'text messages', 'texting'),
    'textphone': ('textphone', 'text phone', 'text-phone', 'minicom', 'tty', 'typetalk', 'text relay'),
    'fax': ('fax', 'facsimile'),
    'video': ('video', 'video call', 'videophone', 'whatsapp', 'facetime'),
    'pager': ('pager', 'bleep'),
}
_PART = sa.table(
    'framework_part',
    sa.column('id', sa.Uuid()),
    sa.column('slug', sa.String()),
    sa.column('content', sa.JSON()),
    sa.column('version', sa.Integer()),
    sa.column('created_at', sa.DateTime(timezone=True)),
    sa.column('last_modified', sa.DateTime(timezone=True)),
)
_VERSION = sa.table(
    'framework_part_version',
    sa.column('id', sa.Uuid()),
    sa.column('part_id', sa.Uuid()),
    sa.column('version', sa.Integer()),
    sa.column('at', sa.DateTime(timezone=True)),
    sa.column('content', sa.JSON()),
)
_WAYS = ('place', 'home', 'phone', 'text', 'online')


def upgrade() -> None:
    """A telephone cell may hold several numbers with words between them."""
    with op.batch_alter_table('phone', schema=None) as batch_op:
        batch_op.alter_column('number', existing_type=sa.String(length=60), type_=sa.String(length=250))
    _allow_ways(_WAYS)
    _use_types_of_the_standard()
    _make_ticks()


def _make_ticks() -> None:
    """Where the framework is loaded already: it is loaded once, and the officer's from then on."""
    connection = op.get_bind()
    slugs = set(connection.scalars(sa.select(_PART.c.slug)))
    if not slugs or 'own_ticks' in slugs:
        return
    content = [
        {'need': need, 'words': words, 'apart': 'yes' if need in APART else 'no'} for need, words in TICKS
    ]
    part_id, now = uuid.uuid4(), datetime.now(UTC)
    row = {'id': part_id, 'slug': 'own_ticks', 'content': content, 'version': 1, 'created_at': now, 'last_modified': now}
    connection.execute(sa.insert(_PART).values(row))
    version = {'id': uuid.uuid4(), 'part_id': part_id, 'version': 1, 'at': now, 'content': content}
    connection.execute(sa.insert(_VERSION).values(version))


def _use_types_of_the_standard() -> None:
    """Types were kept as each source wrote them. What no type of the standard fits is kept."""
    phone = sa.table('phone', sa.column('type', sa.String()))
    for kind, words in _TYPES.items():
        op.execute(sa.update(phone).where(sa.func.lower(phone.c.type).in_(words)).values(type=kind))


def downgrade() -> None:
    part = sa.select(_PART.c.id).where(_PART.c.slug == 'own_ticks').scalar_subquery()
    op.execute(sa.delete(_VERSION).where(_VERSION.c.part_id == part))
    op.execute(sa.delete(_PART).where(_PART.c.slug == 'own_ticks'))
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
