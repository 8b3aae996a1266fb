"""folders, items, files, shares, receipts"""

import sqlalchemy as sa
from alembic import op

from registro_core.api import UTCDateTime

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """folders, items, files, shares, receipts"""
    op.create_table('materials_folder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('year_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_materials_folder_owner_id_person'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['year_id'], ['school_year.id'], name=op.f('fk_materials_folder_year_id_school_year'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials_folder')),
    sa.UniqueConstraint('owner_id', 'year_id', 'name', name=op.f('uq_materials_folder_owner_id_year_id_name'))
    )
    with op.batch_alter_table('materials_folder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_materials_folder_year_id'), ['year_id'], unique=False)

    op.create_table('materials_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('folder_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=True),
    sa.Column('link', sa.String(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.Column('withdraw_reason', sa.String(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['folder_id'], ['materials_folder.id'], name=op.f('fk_materials_item_folder_id_materials_folder'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials_item'))
    )
    with op.batch_alter_table('materials_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_materials_item_folder_id'), ['folder_id'], unique=False)

    op.create_table('materials_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('added_at', UTCDateTime(), nullable=False),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.Column('removed_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_materials_file_file_id_stored_file'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['item_id'], ['materials_item.id'], name=op.f('fk_materials_file_item_id_materials_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['materials_file.id'], name=op.f('fk_materials_file_replaced_by_id_materials_file'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials_file'))
    )
    with op.batch_alter_table('materials_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_materials_file_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_file_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_file_replaced_by_id'), ['replaced_by_id'], unique=False)

    op.create_table('materials_share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('colleague_id', sa.Integer(), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('told_at', UTCDateTime(), nullable=False),
    sa.Column('shared_at', UTCDateTime(), nullable=False),
    sa.Column('ended_at', UTCDateTime(), nullable=True),
    sa.CheckConstraint('(CASE WHEN class_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN student_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN colleague_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_materials_share_one_target')),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_materials_share_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['colleague_id'], ['person.id'], name=op.f('fk_materials_share_colleague_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['teaching_group.id'], name=op.f('fk_materials_share_group_id_teaching_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['materials_item.id'], name=op.f('fk_materials_share_item_id_materials_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['person.id'], name=op.f('fk_materials_share_student_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_materials_share_subject_id_subject'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials_share'))
    )
    with op.batch_alter_table('materials_share', schema=None) as batch_op:
        batch_op.create_index('ix_materials_share_class_day', ['class_id', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_share_colleague_id'), ['colleague_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_share_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_share_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_share_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_share_told_at'), ['told_at'], unique=False)

    op.create_table('materials_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['materials_file.id'], name=op.f('fk_materials_receipt_file_id_materials_file'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['materials_item.id'], name=op.f('fk_materials_receipt_item_id_materials_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_materials_receipt_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials_receipt')),
    sa.UniqueConstraint('item_id', 'person_id', 'file_id', name=op.f('uq_materials_receipt_item_id_person_id_file_id'))
    )
    with op.batch_alter_table('materials_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_materials_receipt_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_materials_receipt_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_materials_receipt_page', ['item_id', 'person_id'], unique=True, sqlite_where=sa.text('file_id IS NULL'), postgresql_where=sa.text('file_id IS NULL'))



def downgrade() -> None:
    """Undo: folders, items, files, shares, receipts"""
    with op.batch_alter_table('materials_receipt', schema=None) as batch_op:
        batch_op.drop_index('uq_materials_receipt_page', sqlite_where=sa.text('file_id IS NULL'), postgresql_where=sa.text('file_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_materials_receipt_person_id'))
        batch_op.drop_index(batch_op.f('ix_materials_receipt_file_id'))

    op.drop_table('materials_receipt')
    with op.batch_alter_table('materials_share', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_materials_share_told_at'))
        batch_op.drop_index(batch_op.f('ix_materials_share_student_id'))
        batch_op.drop_index(batch_op.f('ix_materials_share_item_id'))
        batch_op.drop_index(batch_op.f('ix_materials_share_group_id'))
        batch_op.drop_index(batch_op.f('ix_materials_share_colleague_id'))
        batch_op.drop_index('ix_materials_share_class_day')

    op.drop_table('materials_share')
    with op.batch_alter_table('materials_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_materials_file_replaced_by_id'))
        batch_op.drop_index(batch_op.f('ix_materials_file_item_id'))
        batch_op.drop_index(batch_op.f('ix_materials_file_file_id'))

    op.drop_table('materials_file')
    with op.batch_alter_table('materials_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_materials_item_folder_id'))

    op.drop_table('materials_item')
    with op.batch_alter_table('materials_folder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_materials_folder_year_id'))

    op.drop_table('materials_folder')
