"""locks are the core's: hand over what was locked and freed, and who may do it"""

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# What is there already is not copied again: the core may have closed a term while this plugin was
# off, and a downgrade leaves the core's rows where they are.
CLOSED = 'term_id, class_id, closed_at'
COPY_CLOSED = f'''
INSERT INTO {{new}} ({CLOSED}) SELECT {CLOSED} FROM {{old}} AS o WHERE NOT EXISTS (
SELECT 1 FROM {{new}} AS n WHERE n.term_id = o.term_id AND n.class_id = o.class_id)
'''
UNLOCK = 'class_id, teacher_id, first_day, last_day, expires_at, granted_by_id, reason, created_at'
COPY_UNLOCK = f'''
INSERT INTO {{new}} ({UNLOCK}) SELECT {UNLOCK} FROM {{old}} AS o WHERE NOT EXISTS (
SELECT 1 FROM {{new}} AS n WHERE n.class_id = o.class_id AND n.created_at = o.created_at
AND n.first_day = o.first_day AND n.last_day = o.last_day AND n.granted_by_id = o.granted_by_id
AND (n.teacher_id = o.teacher_id OR n.teacher_id IS NULL AND o.teacher_id IS NULL)) ORDER BY id
'''
RENAME = "UPDATE permission_grant SET permission = '{new}' WHERE permission = '{old}'"
OLD_RIGHT, NEW_RIGHT = 'lessons:unlock', 'school:unlock'


def upgrade() -> None:
    """Copy the rows into the core's tables, drop the plugin's, rename the permission."""
    op.execute(COPY_CLOSED.format(new='closed_term', old='lessons_closed_term'))
    op.execute(COPY_UNLOCK.format(new='unlock', old='lessons_unlock'))
    op.execute(RENAME.format(new=NEW_RIGHT, old=OLD_RIGHT))
    with op.batch_alter_table('lessons_unlock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lessons_unlock_class_id'))

    op.drop_table('lessons_unlock')
    op.drop_table('lessons_closed_term')


def downgrade() -> None:
    """Make the plugin's tables again, with a copy of the core's rows, which others need."""
    op.create_table('lessons_closed_term',
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_lessons_closed_term_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_lessons_closed_term_term_id_term'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('term_id', 'class_id', name=op.f('pk_lessons_closed_term'))
    )
    op.create_table('lessons_unlock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('expires_at', types.UTCDateTime(), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_lessons_unlock_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_lessons_unlock_granted_by_id_person'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['teacher_id'], ['person.id'], name=op.f('fk_lessons_unlock_teacher_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lessons_unlock'))
    )
    with op.batch_alter_table('lessons_unlock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lessons_unlock_class_id'), ['class_id'], unique=False)

    op.execute(COPY_CLOSED.format(new='lessons_closed_term', old='closed_term'))
    op.execute(COPY_UNLOCK.format(new='lessons_unlock', old='unlock'))
