"""The public client of the engine, for other services and the command line.

    async with VinhDanh.connect() as vinhdanh:
        submitted = await vinhdanh.dossiers.submit(message)

It imports `schemas` and `policies` only. A rejected act raises `Declined`, with a machine-readable `reason`.
"""

from vinhdanh.announcements import Announcements, Undelivered
from vinhdanh.connection import connect, run
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers, Submitted, Waiting
from vinhdanh.facade import VinhDanh
from vinhdanh.sittings import Sittings
from vinhdanh.submissions import Submissions

__all__ = [
    "Announcements",
    "Declined",
    "Dossiers",
    "Sittings",
    "Submissions",
    "Submitted",
    "Undelivered",
    "VinhDanh",
    "Waiting",
    "connect",
    "run",
]
