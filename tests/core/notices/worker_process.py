"""A worker in a process of its own, to be killed: run by test_killed_worker.py, not by pytest."""

import sys
import threading
from datetime import datetime

from registro_core.jobs.worker import Worker
from registro_core.platform import Platform
from registro_core.settings import read_installation


def main(database_url, mail_url, data_dir, now):
    settings = {
        "registro.database_url": database_url,
        "registro.mail": mail_url,
        "registro.data_dir": data_dir,
        "registro.public_url": "http://localhost",
    }
    instant = datetime.fromisoformat(now)
    platform = Platform(read_installation(settings), lambda: instant)
    Worker(platform).run(threading.Event(), poll_seconds=0.05)


main(*sys.argv[1:])
