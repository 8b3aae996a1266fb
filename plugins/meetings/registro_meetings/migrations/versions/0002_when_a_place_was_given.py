"""when a place was given"""

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep when a booking got its place: who only waited is in no calendar."""
    with op.batch_alter_table('meetings_booking', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seated_at', types.UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Forget when places were given."""
    with op.batch_alter_table('meetings_booking', schema=None) as batch_op:
        batch_op.drop_column('seated_at')
