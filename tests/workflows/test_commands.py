"""The commands that workflows make, in the order of their source: an edit here is an edit of running workflows."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

WORKFLOWS = Path(__file__).parents[2] / "workflows"

COMMANDS = {
    *("execute_local_activity", "execute_local_activity_method", "start_local_activity", "start_local_activity_method"),
    *("execute_activity", "execute_activity_method", "start_activity", "start_activity_method"),
    *("execute_child_workflow", "start_child_workflow", "get_external_workflow_handle", "create_nexus_client"),
    *("upsert_search_attributes", "upsert_memo", "continue_as_new", "patched", "deprecate_patch"),
    *("sleep", "timeout", "timeout_at", "wait_for"),
    "_ask",
}

KNOWN: Mapping[str, list[str]] = {
    "support/visibility": ["upsert_search_attributes"],
    "dossier_workflow": [
        "execute_local_activity_method Ledger.inquire",
        "wait_condition timeout",
        "execute_local_activity_method Ledger.load_finding",
    ],
    "support/guards": ["patched"],
    "dossier_base": ["execute_local_activity_method Ledger.working_days"],
    "postman_workflow": ["execute_activity_method Post.deliver"],
    "support/continue_as_new": ["continue_as_new"],
    "support/stream_base": ["execute_local_activity_method Ledger.successions"],
    "support/recorder": ["_ask Ledger.load_state", "_ask Ledger.record", "execute_local_activity_method question"],
    "office_handlers": ["execute_local_activity_method Ledger.bodies"],
    "presidium_handlers": ["execute_local_activity_method Ledger.agenda"],
    "sitting_workflow": [
        "wait_condition timeout",
        "execute_activity_method Announcer.announce",
    ],
    "submission_workflow": [
        "execute_local_activity_method Ledger.agenda",
        "execute_activity_method Announcer.announce",
    ],
}


def commands(module: ast.Module) -> Iterator[str]:
    """Yield each call that makes a command, with the activity it asks for; a wait makes one where it has a limit."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = ast.unparse(call.func).rpartition(".")[2]
        if name in COMMANDS:
            asked = [ast.unparse(call.args[0])] if "activity" in name or name == "_ask" else []
            yield " ".join([name, *asked])
        elif name == "wait_condition" and any(keyword.arg == "timeout" for keyword in call.keywords):
            yield f"{name} timeout"


MODULES = {path.relative_to(WORKFLOWS).with_suffix("").as_posix(): path for path in WORKFLOWS.rglob("*.py")}


@pytest.mark.parametrize("name", sorted(MODULES.keys() | KNOWN.keys()))
def test_the_commands_are_those_that_are_known(name: str) -> None:
    """The histories cannot show every order of commands; so a change of order is stopped here too."""
    found = list(commands(ast.parse(MODULES[name].read_text("utf-8"))))

    assert found == KNOWN.get(name, []), "gate it with workflow.patched, add a history, then edit KNOWN"


def test_a_call_that_makes_a_command_is_seen_however_it_is_spelt() -> None:
    """A list that overlooks a timer protects no workflow from it."""
    module = ast.parse(
        "await workflow.sleep(1)\n"
        "await sleep(1)\n"
        "await wf.wait_condition(done, timeout=limit)\n"
        "await wf.wait_condition(done)\n"
        "if workflow.patched('x'): await workflow.start_activity_method(Post.deliver, call)\n"
    )

    assert list(commands(module)) == [
        "sleep",
        "sleep",
        "wait_condition timeout",
        "patched",
        "start_activity_method Post.deliver",
    ]
