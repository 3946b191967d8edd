"""`make up`: the whole system on this machine, with one worker, until Ctrl-C; its data are kept."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from textwrap import indent

from activities.migrations import migrate
from vinhdanh.cli.terminal import say
from worker.embedded.process import ManagedProcess, NotStarted
from worker.embedded.shell import preparation
from worker.embedded.stack import Stack, running, sole_owner
from worker.embedded.worker_process import WorkerProcess
from worker.register.loading import begin_with

_HEALTH_PORT = 8090


async def up(folder: Path, register: Sequence[Path] = ()) -> None:
    """Run the stack over `folder` until Ctrl-C or SIGTERM; a new register begins with some files.

    Raises:
        LoadRefused: The files cannot be loaded.
        NotStarted: A part did not come up or ended by itself, or the folder is in use.
    """
    running_stack = asyncio.ensure_future(_up(folder, register))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running_stack.cancel)
    try:
        await running_stack
    except asyncio.CancelledError:
        say("\nStopped; the data are kept.")


async def _up(folder: Path, register: Sequence[Path]) -> None:
    async with AsyncExitStack() as ending:
        ending.enter_context(sole_owner(folder))
        stack = await ending.enter_async_context(running(Stack.over(folder, usual_ports=True)))
        await migrate(stack.postgres.address)
        await begin_with(stack.postgres.address, register)
        worker = await ending.enter_async_context(WorkerProcess(stack, health_port=_HEALTH_PORT))
        say(_whereabouts(stack, worker))
        await _until_one_ends([*stack.parts, worker])


async def _until_one_ends(parts: list[ManagedProcess]) -> None:
    waiting = {asyncio.ensure_future(part.ended()): part for part in parts}
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
    part = waiting[done.pop()]
    raise NotStarted(f"{part.name} went away by itself:\n{part.last_words()}")


def _whereabouts(stack: Stack, worker: WorkerProcess) -> str:
    return f"""Vinh Danh is running on this machine. Ctrl-C stops it.

  Temporal UI       {stack.temporal.ui_address}
  Temporal server   {stack.temporal.address}
  Database          {stack.postgres.address}
  Letters sent      {stack.mail.messages}
  Health            {worker.address}/ready
  Logs              {stack.postgres.folder}/*.log

In a second window, in this folder, before vinhdanh, temporal or python:

{indent(preparation(stack), "  ")}
"""
