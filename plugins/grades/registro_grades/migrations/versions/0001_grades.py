"""Scales and codes, assessments, marks, corrections, receipts; the scales and codes of the law."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from registro_core.db import types

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and what every school begins with."""
    op.create_table('grades_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('short', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('tone', sa.String(length=40), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=True),
    sa.Column('for_family', sa.Boolean(), nullable=False),
    sa.Column('for_absent', sa.Boolean(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_code'))
    )
    with op.batch_alter_table('grades_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grades_code_short'), ['short'], unique=False)

    op.create_table('grades_scale',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('scale_use', sa.String(length=40), nullable=False),
    sa.Column('school_order', sa.String(length=40), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_scale'))
    )
    with op.batch_alter_table('grades_scale', schema=None) as batch_op:
        batch_op.create_index('ix_grades_scale_use_starts_on', ['scale_use', 'starts_on'], unique=False)

    op.create_table('grades_scale_level',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scale_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('short', sa.String(), nullable=False),
    sa.Column('passing', sa.Boolean(), nullable=False),
    sa.Column('description', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['scale_id'], ['grades_scale.id'], name=op.f('fk_grades_scale_level_scale_id_grades_scale'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_scale_level')),
    sa.UniqueConstraint('scale_id', 'position', name=op.f('uq_grades_scale_level_scale_id_position')),
    sa.UniqueConstraint('scale_id', 'short', name=op.f('uq_grades_scale_level_scale_id_short'))
    )
    op.create_table('grades_assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.String(length=40), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=True),
    sa.Column('created_at', types.UTCDateTime(), nullable=False),
    sa.Column('cancelled_at', types.UTCDateTime(), nullable=True),
    sa.Column('cancel_reason', sa.String(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 0 AND 100', name=op.f('ck_grades_assessment_weight')),
    sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], name=op.f('fk_grades_assessment_class_id_school_class'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['teaching_group.id'], name=op.f('fk_grades_assessment_group_id_teaching_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_grades_assessment_subject_id_subject'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['teacher_id'], ['person.id'], name=op.f('fk_grades_assessment_teacher_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_assessment'))
    )
    with op.batch_alter_table('grades_assessment', schema=None) as batch_op:
        batch_op.create_index('ix_grades_assessment_class_id_subject_id_day', ['class_id', 'subject_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_assessment_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_assessment_subject_id'), ['subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_assessment_teacher_id'), ['teacher_id'], unique=False)

    op.create_table('grades_subject_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('in_average', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_grades_subject_rule_subject_id_subject'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_grades_subject_rule_term_id_term'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_subject_rule')),
    sa.UniqueConstraint('subject_id', 'term_id', name=op.f('uq_grades_subject_rule_subject_id_term_id'))
    )
    with op.batch_alter_table('grades_subject_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grades_subject_rule_term_id'), ['term_id'], unique=False)
        batch_op.create_index('ix_grades_subject_rule_whole_year', ['subject_id'], unique=True, sqlite_where=sa.text('term_id IS NULL'), postgresql_where=sa.text('term_id IS NULL'))

    op.create_table('grades_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=True),
    sa.Column('level_id', sa.Integer(), nullable=True),
    sa.Column('code_id', sa.Integer(), nullable=True),
    sa.Column('comment', sa.String(), nullable=True),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.Column('entered_at', types.UTCDateTime(), nullable=False),
    sa.Column('publish_at', types.UTCDateTime(), nullable=True),
    sa.Column('told_at', types.UTCDateTime(), nullable=True),
    sa.Column('cancelled_at', types.UTCDateTime(), nullable=True),
    sa.Column('cancel_reason', sa.String(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('quarters BETWEEN 4 AND 40', name=op.f('ck_grades_mark_quarters')),
    sa.ForeignKeyConstraint(['assessment_id'], ['grades_assessment.id'], name=op.f('fk_grades_mark_assessment_id_grades_assessment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['code_id'], ['grades_code.id'], name=op.f('fk_grades_mark_code_id_grades_code')),
    sa.ForeignKeyConstraint(['entered_by'], ['person.id'], name=op.f('fk_grades_mark_entered_by_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['level_id'], ['grades_scale_level.id'], name=op.f('fk_grades_mark_level_id_grades_scale_level')),
    sa.ForeignKeyConstraint(['student_id'], ['person.id'], name=op.f('fk_grades_mark_student_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_mark')),
    sa.UniqueConstraint('assessment_id', 'student_id', name=op.f('uq_grades_mark_assessment_id_student_id'))
    )
    with op.batch_alter_table('grades_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grades_mark_code_id'), ['code_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_mark_entered_by'), ['entered_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_mark_level_id'), ['level_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_mark_student_id'), ['student_id'], unique=False)

    op.create_table('grades_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark_id', sa.Integer(), nullable=False),
    sa.Column('at', types.UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.String(), nullable=False),
    sa.Column('after', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_grades_correction_by_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['mark_id'], ['grades_mark.id'], name=op.f('fk_grades_correction_mark_id_grades_mark'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grades_correction'))
    )
    with op.batch_alter_table('grades_correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grades_correction_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_grades_correction_mark_id'), ['mark_id'], unique=False)

    op.create_table('grades_receipt',
    sa.Column('mark_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', types.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['mark_id'], ['grades_mark.id'], name=op.f('fk_grades_receipt_mark_id_grades_mark'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_grades_receipt_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mark_id', 'person_id', name=op.f('pk_grades_receipt'))
    )
    with op.batch_alter_table('grades_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grades_receipt_person_id'), ['person_id'], unique=False)

    seed()


def downgrade() -> None:
    """Drop the tables: the marks in them are lost."""
    op.drop_table('grades_receipt')
    op.drop_table('grades_correction')
    op.drop_table('grades_mark')
    op.drop_table('grades_subject_rule')
    op.drop_table('grades_assessment')
    op.drop_table('grades_scale_level')
    op.drop_table('grades_scale')
    op.drop_table('grades_code')


# ---- what every school begins with, and may change -----------------------------------

# Name, use, order, first day, last day; then levels from the lowest: short, name, sufficient.
SCALES = [
    (
        # D.Lgs. 297/1994 art. 309: no numbers.
        ("Religione e attività alternativa", "religion", None, date(2000, 9, 1), None),
        [
            ("Ins", "Insufficiente", False),
            ("Med", "Mediocre", False),
            ("Suff", "Sufficiente", True),
            ("Disc", "Discreto", True),
            ("Buono", "Buono", True),
            ("Dist", "Distinto", True),
            ("Ott", "Ottimo", True),
        ],
    ),
    (
        # OM 172/2020; kept so that older years stay readable (P2).
        ("Giudizi descrittivi", "subjects", "primaria", date(2020, 9, 1), date(2025, 1, 31)),
        [
            ("PA", "In via di prima acquisizione", False),
            ("Base", "Base", True),
            ("Int", "Intermedio", True),
            ("Av", "Avanzato", True),
        ],
    ),
    (
        # OM 3/2025 art. 3, from the last period of 2024/25 (P1).
        ("Giudizi sintetici", "subjects", "primaria", date(2025, 2, 1), None),
        [
            ("NS", "Non sufficiente", False),
            ("Suff", "Sufficiente", True),
            ("Disc", "Discreto", True),
            ("Buono", "Buono", True),
            ("Dist", "Distinto", True),
            ("Ott", "Ottimo", True),
        ],
    ),
]
# Short, label, tone, may be given to who was absent (G8).
CODES = [
    ("I", "Impreparato", "warning", False),
    ("+", "Intervento positivo", "good", False),
    ("-", "Intervento negativo", "warning", False),
    ("NC", "Non classificabile", "neutral", False),
    ("A", "Assente alla prova", "neutral", True),
    ("MD", "Materiale dimenticato", "warning", False),
]


def seed() -> None:
    """Write scales and codes. The database gives the ids: a plugin's numbers go on from there."""
    metadata = sa.MetaData()
    connection = op.get_bind()
    metadata.reflect(connection, only=("grades_scale", "grades_scale_level", "grades_code"))
    scale, level, code = (
        metadata.tables[f"grades_{name}"] for name in ("scale", "scale_level", "code")
    )
    for (name, use, order, starts_on, ends_on), levels in SCALES:
        values = {"name": name, "scale_use": use, "school_order": order, "version": 1}
        made = connection.execute(
            sa.insert(scale).values(starts_on=starts_on, ends_on=ends_on, **values)
        )
        scale_id = made.inserted_primary_key[0]
        for position, (short, label, passing) in enumerate(levels, 1):
            connection.execute(
                sa.insert(level).values(
                    scale_id=scale_id, position=position, short=short, name=label, passing=passing
                )
            )
    for short, label, tone, for_absent in CODES:
        connection.execute(
            sa.insert(code).values(
                short=short, label=label, tone=tone, for_family=True, for_absent=for_absent, version=1
            )
        )
