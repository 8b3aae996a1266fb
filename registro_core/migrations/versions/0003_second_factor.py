"""second factor: apps, recovery codes, sign-ins that wait; shared computers"""

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """second factor: apps, recovery codes, sign-ins that wait; shared computers"""
    op.create_table('pending_sign_in',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('expires_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_pending_sign_in_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_pending_sign_in'))
    )
    with op.batch_alter_table('pending_sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pending_sign_in_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('used_at', types.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('second_factor',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(), nullable=False),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('set_up_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_factor_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_second_factor'))
    )
    with op.batch_alter_table('known_device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trusted_until', types.UTCDateTime(), nullable=True))

    with op.batch_alter_table('web_session', schema=None) as batch_op:
        # the default is for the sessions that are open now
        batch_op.add_column(sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.alter_column('shared', server_default=None)



def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.drop_column('shared')

    with op.batch_alter_table('known_device', schema=None) as batch_op:
        batch_op.drop_column('trusted_until')

    op.drop_table('second_factor')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_account_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('pending_sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pending_sign_in_account_id'))

    op.drop_table('pending_sign_in')
