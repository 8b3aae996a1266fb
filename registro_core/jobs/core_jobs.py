"""Recurring jobs that need more than a session; all others come from `registro_jobs`."""

from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from registro_core.audit.sealing import mail_head, seal
from registro_core.files.sweep import sweep_job
from registro_core.items import Job

if TYPE_CHECKING:
    from registro_core.platform import Platform


def core_jobs(platform: "Platform") -> list[Job]:
    """Sealing the audit log; sweeping the store of files.

    Not from the hook: they need the installation's secret and folders, which no
    plugin gets.
    """
    return [
        Job("core.seal_audit", partial(seal, platform), every=timedelta(hours=1)),
        Job("core.mail_audit_head", partial(mail_head, platform), at=time(2, 10)),
        sweep_job(platform.files),
    ]
