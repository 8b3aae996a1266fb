"""circulars, their addressees, recipients and files"""

import sqlalchemy as sa
from alembic import op

from registro_core.api import UTCDateTime

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """circulars, their addressees, recipients and files"""
    op.create_table('messaging_circular',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', 'withdrawn', name='circularstate', native_enum=False, length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('needs_signature', sa.Boolean(), nullable=False),
    sa.Column('each_signs', sa.Boolean(), nullable=False),
    sa.Column('sign_by', sa.Date(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=True),
    sa.Column('closed_at', UTCDateTime(), nullable=True),
    sa.Column('withdraw_reason', sa.String(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'draft') = (number IS NULL)", name=op.f('ck_messaging_circular_numbered')),
    sa.ForeignKeyConstraint(['year_id'], ['school_year.id'], name=op.f('fk_messaging_circular_year_id_school_year'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messaging_circular')),
    sa.UniqueConstraint('year_id', 'number', name=op.f('uq_messaging_circular_year_id_number'))
    )
    with op.batch_alter_table('messaging_circular', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messaging_circular_state'), ['state'], unique=False)

    op.create_table('messaging_circular_counter',
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['year_id'], ['school_year.id'], name=op.f('fk_messaging_circular_counter_year_id_school_year'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('year_id', name=op.f('pk_messaging_circular_counter'))
    )
    op.create_table('messaging_circular_addressee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('circular_id', sa.Integer(), nullable=False),
    sa.Column('for_whom', sa.Enum('families', 'students', 'teachers', 'staff', 'person', name='forwhom', native_enum=False, length=40), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('class_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['circular_id'], ['messaging_circular.id'], name=op.f('fk_messaging_circular_addressee_circular_id_messaging_circular'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_messaging_circular_addressee_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['teaching_group.id'], name=op.f('fk_messaging_circular_addressee_group_id_teaching_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_messaging_circular_addressee_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_messaging_circular_addressee_site_id_site'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_messaging_circular_addressee_subject_id_subject'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messaging_circular_addressee'))
    )
    with op.batch_alter_table('messaging_circular_addressee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messaging_circular_addressee_circular_id'), ['circular_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_messaging_circular_addressee_person_id'), ['person_id'], unique=False)

    op.create_table('messaging_circular_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('circular_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['circular_id'], ['messaging_circular.id'], name=op.f('fk_messaging_circular_file_circular_id_messaging_circular'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_messaging_circular_file_file_id_stored_file'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messaging_circular_file'))
    )
    with op.batch_alter_table('messaging_circular_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messaging_circular_file_circular_id'), ['circular_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_messaging_circular_file_file_id'), ['file_id'], unique=False)

    op.create_table('messaging_circular_recipient',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('circular_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('class_id', sa.Integer(), nullable=True),
    sa.Column('added_at', UTCDateTime(), nullable=False),
    sa.Column('read_at', UTCDateTime(), nullable=True),
    sa.Column('signed_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['circular_id'], ['messaging_circular.id'], name=op.f('fk_messaging_circular_recipient_circular_id_messaging_circular'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_messaging_circular_recipient_class_id_school_class'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_messaging_circular_recipient_person_id_person'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['student_id'], ['person.id'], name=op.f('fk_messaging_circular_recipient_student_id_person'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messaging_circular_recipient')),
    sa.UniqueConstraint('circular_id', 'person_id', 'student_id', name='uq_messaging_circular_recipient_family')
    )
    with op.batch_alter_table('messaging_circular_recipient', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messaging_circular_recipient_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_messaging_circular_recipient_student', ['student_id', 'circular_id'], unique=False)
        batch_op.create_index('uq_messaging_circular_recipient_staff', ['circular_id', 'person_id'], unique=True, sqlite_where=sa.text('student_id IS NULL'), postgresql_where=sa.text('student_id IS NULL'))


def downgrade() -> None:
    """Undo: circulars, their addressees, recipients and files"""
    with op.batch_alter_table('messaging_circular_recipient', schema=None) as batch_op:
        batch_op.drop_index('uq_messaging_circular_recipient_staff', sqlite_where=sa.text('student_id IS NULL'), postgresql_where=sa.text('student_id IS NULL'))
        batch_op.drop_index('ix_messaging_circular_recipient_student')
        batch_op.drop_index(batch_op.f('ix_messaging_circular_recipient_person_id'))

    op.drop_table('messaging_circular_recipient')
    with op.batch_alter_table('messaging_circular_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messaging_circular_file_file_id'))
        batch_op.drop_index(batch_op.f('ix_messaging_circular_file_circular_id'))

    op.drop_table('messaging_circular_file')
    with op.batch_alter_table('messaging_circular_addressee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messaging_circular_addressee_person_id'))
        batch_op.drop_index(batch_op.f('ix_messaging_circular_addressee_circular_id'))

    op.drop_table('messaging_circular_addressee')
    op.drop_table('messaging_circular_counter')
    with op.batch_alter_table('messaging_circular', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messaging_circular_state'))

    op.drop_table('messaging_circular')
