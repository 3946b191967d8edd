"""Knocks. What other services and the command line use: it knows `schemas`, never the workflows behind the door.

Other services open a connection, send acts, and learn by one exception why an act was not taken:

    async with connect() as client:
        submitted = await Dossiers(client).submit(message)
"""

from vinhdanh.announcements import Announcements, Undelivered
from vinhdanh.connection import connect, run
from vinhdanh.declined import Declined
from vinhdanh.dossiers import Dossiers, Submitted, Waiting
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
    "Waiting",
    "connect",
    "run",
]
