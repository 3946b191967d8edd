"""Knocks. What other services and the command line use: it knows `schemas`, never the workflows behind the door.

Other services open a connection, send acts, and learn by one exception why an act was not taken:

    async with connect() as client:
        submitted = await Dossiers(client).submit(message)
"""

from client.announcements import Announcements, Undelivered
from client.connection import connect, run
from client.dossiers import Dossiers, Submitted, Waiting
from client.refusals import Declined
from client.sittings import Sittings
from client.submissions import Submissions

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
