"""The dossier's lifecycle as a table of stages and transitions. `docs/stages.md` draws it; a test compares both."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import assert_never

from schemas.stages import Stage, Transition
from schemas.verdict import Outcome


class Onward(Enum):
    """A place that depends on the award's route."""

    ONWARD = "onward"
    """The next stage of the route; from the unit, the stage that sent the dossier back, or the route's first."""


ONWARD = Onward.ONWARD

ON_THE_WAY = tuple(stage for stage in Stage if stage not in {Stage.UNIT, Stage.DECISION} and not stage.is_final)
"""The stages that consider a dossier before the decision."""

_CONSIDERED: Sequence[tuple[Transition, Stage | Onward]] = (
    (Transition.FORWARD, ONWARD),
    (Transition.RETURN, Stage.UNIT),
    (Transition.REFUSE, Stage.REFUSED),
    (Transition.WITHDRAW, Stage.WITHDRAWN),
)

NEXT: Mapping[tuple[Stage, Transition], Stage | Onward] = MappingProxyType(
    {
        (Stage.UNIT, Transition.COMPLETE): ONWARD,
        (Stage.UNIT, Transition.REFUSE): Stage.REFUSED,
        (Stage.UNIT, Transition.WITHDRAW): Stage.WITHDRAWN,
        (Stage.UNIT, Transition.LAPSE): Stage.LAPSED,
        **{(stage, turn): leads_to for stage in ON_THE_WAY for turn, leads_to in _CONSIDERED},
        (Stage.DECISION, Transition.GRANT): Stage.GRANTED,
        (Stage.DECISION, Transition.RETURN): Stage.UNIT,
        (Stage.DECISION, Transition.REFUSE): Stage.REFUSED,
        (Stage.DECISION, Transition.WITHDRAW): Stage.WITHDRAWN,
    }
)


def transition_of(outcome: Outcome) -> Transition:
    """Return the transition that a verdict's outcome causes."""
    match outcome:
        case Outcome.FORWARD:
            return Transition.FORWARD
        case Outcome.RETURN:
            return Transition.RETURN
        case Outcome.REFUSE:
            return Transition.REFUSE
        case Outcome.GRANT:
            return Transition.GRANT
        case _:
            assert_never(outcome)


def allows(stage: Stage, turn: Transition) -> bool:
    """Return whether `turn` is allowed for a dossier at `stage`."""
    return (stage, turn) in NEXT


def advance(stage: Stage, turn: Transition, *, route: Sequence[Stage], returned_from: Stage | None = None) -> Stage:
    """Return the stage to which `turn` leads from `stage` on `route`.

    Raises:
        KeyError: the table has no such row; check `allows` first.
    """
    leads_to = NEXT[stage, turn]
    if isinstance(leads_to, Stage):
        return leads_to
    if stage is Stage.UNIT:
        return returned_from or route[0]
    return route[route.index(stage) + 1]


def arrows(route: Sequence[Stage]) -> Iterator[tuple[Stage, Transition, Stage]]:
    """Yield every move that a dossier on `route` can make."""
    rows = ((row, leads_to) for row, leads_to in NEXT.items() if row[0] in {Stage.UNIT, *route})
    for (stage, turn), leads_to in rows:
        if isinstance(leads_to, Stage):
            yield stage, turn, leads_to
        elif stage is Stage.UNIT:
            yield from ((stage, turn, back_to) for back_to in route)
        else:
            yield stage, turn, advance(stage, turn, route=route)


def diagram(route: Sequence[Stage]) -> str:
    """Return the moves on `route` as a Mermaid state diagram."""
    drawn = [f"    {stage} --> {leads_to}: {turn}" for stage, turn, leads_to in arrows(route)]
    ends = [f"    {stage} --> [*]" for stage in Stage if stage.is_final]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.UNIT}: submit", *drawn, *ends])
