"""channels of notices: a delivery for each address of a person"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """channels of notices: a delivery for each address of a person"""
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_delivery_recipient_id_channel'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_delivery_recipient_id_channel_address'), ['recipient_id', 'channel', 'address'])


    # what was published before is left alone
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fanned_out', sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.alter_column('fanned_out', server_default=None)
        batch_op.create_index('ix_notice_fanned_out_not_before', ['fanned_out', 'not_before'], unique=False)


def downgrade() -> None:
    """Undo: what other channels than e-mail had to deliver is gone."""
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_fanned_out_not_before')
        batch_op.drop_column('fanned_out')

    op.execute("DELETE FROM delivery WHERE channel <> 'email'")
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_delivery_recipient_id_channel_address'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_delivery_recipient_id_channel'), ['recipient_id', 'channel'])
