"""permits: what both parents ask is there once"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ASKED = "state IN ('requested', 'approved') AND NOT at_desk"
EVERY_DAY = sa.text(f'{ASKED} AND weekdays IS NULL')
SOME_DAYS = sa.text(f'{ASKED} AND weekdays IS NOT NULL')
# Of equal requests the first that was approved stays, else the first that was made.
DOUBLES = f'''
SELECT id FROM (SELECT id, row_number() OVER (
PARTITION BY student_id, kind, first_day, last_day, coalesce(weekdays, '')
ORDER BY CASE state WHEN 'approved' THEN 0 ELSE 1 END, id) AS place
FROM attendance_permit WHERE {ASKED}) AS numbered WHERE place > 1
'''
WITHDRAW = f'''
UPDATE attendance_permit SET state = 'withdrawn', version = version + 1,
decision_note = 'Doppione: la stessa richiesta era già presente.' WHERE id IN ({DOUBLES})
'''


def upgrade() -> None:
    """Withdraw what was asked twice at the same moment, and let it not happen again."""
    op.execute(WITHDRAW)
    with op.batch_alter_table('attendance_permit', schema=None) as batch_op:
        batch_op.create_index('uq_attendance_permit_days', ['student_id', 'kind', 'first_day', 'last_day'], unique=True, sqlite_where=EVERY_DAY, postgresql_where=EVERY_DAY)
        batch_op.create_index('uq_attendance_permit_weekdays', ['student_id', 'kind', 'first_day', 'last_day', 'weekdays'], unique=True, sqlite_where=SOME_DAYS, postgresql_where=SOME_DAYS)


def downgrade() -> None:
    """Let it happen again; what was withdrawn stays so."""
    with op.batch_alter_table('attendance_permit', schema=None) as batch_op:
        batch_op.drop_index('uq_attendance_permit_weekdays', sqlite_where=SOME_DAYS, postgresql_where=SOME_DAYS)
        batch_op.drop_index('uq_attendance_permit_days', sqlite_where=EVERY_DAY, postgresql_where=EVERY_DAY)
