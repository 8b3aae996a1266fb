"""hour of a test"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """hour of a test"""
    with op.batch_alter_table('homework_assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slot', sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget at which hours tests are."""
    with op.batch_alter_table('homework_assignment', schema=None) as batch_op:
        batch_op.drop_column('slot')
