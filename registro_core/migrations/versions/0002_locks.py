"""locks: closed terms, and the head's unlocks"""

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """locks: closed terms, and the head's unlocks"""
    op.create_table('closed_term',
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_closed_term_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_closed_term_term_id_term'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('class_id', 'term_id', name=op.f('pk_closed_term'))
    )
    op.create_table('unlock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('expires_at', types.UTCDateTime(), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_unlock_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_unlock_granted_by_id_person'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['teacher_id'], ['person.id'], name=op.f('fk_unlock_teacher_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unlock'))
    )
    with op.batch_alter_table('unlock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unlock_class_id'), ['class_id'], unique=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table('unlock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unlock_class_id'))

    op.drop_table('unlock')
    op.drop_table('closed_term')
