"""digest of notices: by mail at once, once a day or never"""

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """digest of notices: by mail at once, once a day or never"""
    op.create_table('digest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('due_at', types.UTCDateTime(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', types.UTCDateTime(), nullable=False),
    sa.Column('leased_until', types.UTCDateTime(), nullable=True),
    sa.Column('sent_at', types.UTCDateTime(), nullable=True),
    sa.Column('last_error', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_digest_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('person_id', 'due_at', name=op.f('uq_digest_person_id_due_at'))
    )
    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.create_index('ix_digest_state_next_try_at', ['state', 'next_try_at'], unique=False)

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_delivery_digest_id'), ['digest_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_delivery_digest_id_digest'), 'digest', ['digest_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('choice', sa.String(length=40), nullable=False, server_default='never'))

    # who wanted a kind by mail gets it at once, as before
    op.execute("UPDATE notice_preference SET choice = 'now' WHERE wanted")

    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.alter_column('choice', server_default=None)
        batch_op.drop_column('wanted')


def downgrade() -> None:
    """Undo: what waits for a digest leaves at once."""
    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wanted', sa.Boolean(), nullable=False, server_default=sa.false()))

    op.execute("UPDATE notice_preference SET wanted = true WHERE choice <> 'never'")
    op.execute("UPDATE delivery SET state = 'queued' WHERE state = 'collected'")

    with op.batch_alter_table('notice_preference', schema=None) as batch_op:
        batch_op.alter_column('wanted', server_default=None)
        batch_op.drop_column('choice')

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_delivery_digest_id_digest'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_delivery_digest_id'))
        batch_op.drop_column('digest_id')

    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.drop_index('ix_digest_state_next_try_at')

    op.drop_table('digest')
