"""observations in reports"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """observations in reports"""
    # What was written before was meant for the parents alone.
    with op.batch_alter_table('grades_observation', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('in_report', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table('grades_observation', schema=None) as batch_op:
        batch_op.alter_column('in_report', existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Forget which observations were for reports."""
    with op.batch_alter_table('grades_observation', schema=None) as batch_op:
        batch_op.drop_column('in_report')
