"""The canteen's table."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "canteen_meal_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meals", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name="fk_canteen_meal_count_class_id_school_class",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_canteen_meal_count"),
        sa.UniqueConstraint("class_id", "day", name="uq_canteen_meal_count_class_id_day"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("canteen_meal_count")
