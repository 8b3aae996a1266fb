"""devices and the signing key"""

import sqlalchemy as sa
from alembic import op

from registro_core.api import UTCDateTime

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """devices and the signing key"""
    op.create_table('web_push_device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('endpoint', sa.String(), nullable=False),
    sa.Column('p256dh', sa.String(), nullable=False),
    sa.Column('auth', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('added_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_web_push_device_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_push_device')),
    sa.UniqueConstraint('endpoint', name=op.f('uq_web_push_device_endpoint')),
    sa.UniqueConstraint('key', name=op.f('uq_web_push_device_key'))
    )
    with op.batch_alter_table('web_push_device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_push_device_added_at'), ['added_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_push_device_person_id'), ['person_id'], unique=False)

    op.create_table('web_push_key',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('public', sa.String(), nullable=False),
    sa.Column('sealed', sa.String(), nullable=False),
    sa.Column('made_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_push_key'))
    )


def downgrade() -> None:
    """Undo: devices and the signing key"""
    op.drop_table('web_push_key')
    with op.batch_alter_table('web_push_device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_push_device_person_id'))
        batch_op.drop_index(batch_op.f('ix_web_push_device_added_at'))

    op.drop_table('web_push_device')
