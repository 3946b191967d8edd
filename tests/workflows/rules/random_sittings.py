"""Sittings drawn at random: bodies with seats, deputies, substitutes and dates, rules, agendas and places."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from schemas.bodies import Body, BodyKind, Seat, Substitute, Tenure
from schemas.ids import ActorId, AwardId, BasisId, BodyId, DossierId, NomineeId, SeatId, SittingId
from schemas.legal_values import Base, Cited
from schemas.messages import Convene
from schemas.nominee import Trait
from schemas.ports import AgendaAnswer, Unavailable
from schemas.refusals import Reason, Refusal
from schemas.routes import BallotKind, VoteRule
from schemas.scoring import ScoringTable
from schemas.sitting import AgendaItem, Places
from schemas.stages import Stage
from schemas.vote_clauses import ChairRule, ChairVote, EarlyClose, EarlyWhen, LastWord, Recusal, Ties, WrittenOpinions
from tests.builders.values import NOON, a_body, a_requirement, a_seat, a_vote_rule

CONVENED_ON = date(2024, 3, 4)
"""The day of `NOON`, on which every sitting here is convened."""

GROUNDS = ((AwardId("gov_flag"), BasisId("cluster")), (AwardId("pm_merit"), BasisId("merit")))
TABLE: dict[str, Any] = {
    "groups": [{"id": "tasks", "name": {"vi": "Nhiệm vụ", "en": "Tasks"}, "most": 6}],
    "bonus": 1,
    "penalty": 2,
}
CITED: dict[str, Any] = {"citation": "Quy chế thử nghiệm", "verified": True}
UNITS = (BodyId("unit-1"), BodyId("unit-2"))
NOMINEES = (NomineeId("nominee-1"), NomineeId("nominee-2"), NomineeId("nominee-3"))
SUBSTITUTES = ("expert-1", "expert-2")

Register = Mapping[str, tuple[AgendaItem, VoteRule]]
T = TypeVar("T")


@dataclass(frozen=True)
class DrawnBody:
    """A body with all the seats that it has some day, and the days on which each is held; some always."""

    body: Body
    tenures: Mapping[SeatId, Tenure]

    def on(self, day: date) -> Body | None:
        """Return the body with its roll of a day; None where it has no seats then."""
        seats = tuple(seat for seat in self.body.seats if self._holds(seat.id, day))
        if not seats:
            return None
        in_office = {seat.id for seat in seats}
        return self.body.evolve(
            on=day,
            seats=seats,
            chair=self.body.chair if self.body.chair in in_office else None,
            deputies=tuple(each for each in self.body.deputies if each in in_office),
        )

    def _holds(self, seat: SeatId, day: date) -> bool:
        return seat not in self.tenures or self.tenures[seat].covers(day)

    def unpresided(self) -> "DrawnBody":
        """Return the body with nobody in office who may preside."""
        ended = Tenure(first=CONVENED_ON - timedelta(days=400), last=CONVENED_ON - timedelta(days=35))
        return DrawnBody(self.body.evolve(deputies=()), {**self.tenures, SeatId("seat-1"): ended})

    def changed(self, dice: Random) -> "DrawnBody":
        """Return the body after its register has changed: other days, another holder, secretary or deputy."""
        body = self.body
        if chance(dice, 0.4):
            place = dice.randrange(len(body.seats))
            held = body.seats[place].evolve(
                name=f"Người giữ ghế mới {dice.randrange(9)}", nominee=dice.choice(NOMINEES)
            )
            body = body.evolve(seats=(*body.seats[:place], held, *body.seats[place + 1 :]))
        if chance(dice, 0.3):
            body = body.evolve(secretary=ActorId(dice.choice(["secretary", "secretary-2"])))
        if chance(dice, 0.3):
            body = body.evolve(deputies=tuple(some(dice, [seat.id for seat in body.seats[1:]], 0.4)))
        seats = some(dice, [seat.id for seat in body.seats], 0.3)
        drawn = {seat: a_tenure(dice) for seat in seats}
        left = {seat: tenure for seat, tenure in self.tenures.items() if seat not in drawn}
        return DrawnBody(body, {**left, **{seat: tenure for seat, tenure in drawn.items() if tenure}})


@dataclass(frozen=True)
class Drawn:
    """A sitting as it is called, its body, and every dossier there is."""

    call: Convene
    body: DrawnBody
    register: Register

    @property
    def spare(self) -> list[str]:
        """Return the dossiers that are not on the first agenda."""
        return [name for name in self.register if name not in self.call.agenda]


def chance(dice: Random, of: float) -> bool:
    """Return whether something happens that happens so often."""
    return dice.random() < of


def some(dice: Random, each: Iterable[T], of: float) -> list[T]:
    """Return some of them, each taken so often."""
    return [one for one in each if chance(dice, of)]


def a_tenure(dice: Random) -> Tenure | None:
    """Return from when to when an office is held: mostly without dates, at times not today, or today only."""
    if chance(dice, 0.6):
        return None
    first = CONVENED_ON + timedelta(days=dice.choice([-30, -1, -1, 0, 0, 1]))
    lasts = dice.choice([None, 0, 1, 29])
    return Tenure(first=first, last=None if lasts is None else first + timedelta(days=lasts))


def a_drawn_body(dice: Random) -> DrawnBody:
    """Return a body of one to seven seats, the first in the chair and mostly in office."""
    count = dice.choice([1, 2, 3, 3, 4, 4, 5, 5, 6, 7])
    names = [f"seat-{number}" for number in range(1, count + 1)]
    seats = tuple(_drawn_seat(dice, number, names) for number in range(1, count + 1))
    tenures = {seat.id: a_tenure(dice) for seat in seats if seat.id != "seat-1" or chance(dice, 0.1)}
    body = a_body("cum-1", kind=dice.choice(list(BodyKind)), name="Cụm thi đua số 1").evolve(
        seats=seats,
        chair=seats[0].id,
        deputies=tuple(some(dice, [seat.id for seat in seats[1:]], 0.2)),
        secretary=ActorId("secretary"),
    )
    return DrawnBody(body, {seat: tenure for seat, tenure in tenures.items() if tenure})


def _drawn_seat(dice: Random, number: int, seats: Collection[str]) -> Seat:
    names = [name for name in (*SUBSTITUTES, *seats) if name != f"seat-{number}"]
    substitutes = dice.sample(names, k=min(len(names), dice.choice([0, 0, 1, 1, 2])))
    return a_seat(number, substitutes=tuple(_drawn_substitute(dice, name) for name in substitutes)).model_copy(
        update=_interest(dice)
    )


def _drawn_substitute(dice: Random, name: str) -> Substitute:
    tenure = a_tenure(dice) or Tenure(first=CONVENED_ON)
    return Substitute.model_validate({"id": name, "name": f"Người thay {name}", "tenure": tenure, **_interest(dice)})


def _interest(dice: Random) -> dict[str, str]:
    found: dict[str, str] = {}
    if chance(dice, 0.3):
        found["unit"] = dice.choice(UNITS)
    if chance(dice, 0.3):
        found["nominee"] = dice.choice(NOMINEES)
    return found


def a_drawn_rule(dice: Random, usual: VoteRule, *, easy: bool) -> VoteRule:
    """Return a rule of quorum and threshold, an easy one at will; a body's other rules are the usual."""
    share, exceed = dice.choice([("1/2", True), ("1/2", False), ("2/3", False), ("80%", False)])
    share, exceed = ("20%", False) if easy else (share, exceed)
    quorum_of = dice.choice([Base.ALL_SEATS, Base.SEATS_LESS_RECUSED])
    chair = ChairRule(vote=dice.choice(list(ChairVote)), **CITED) if chance(dice, 0.1 if easy else 0.4) else None
    quorums = ["1/3"] if easy else ["1/3", "1/2", "2/3"]
    changed = {
        "quorum": a_requirement(dice.choice(quorums), quorum_of, exceed=chance(dice, 0.3)),
        "threshold": a_requirement(share, dice.choice(list(Base)), exceed=exceed),
        "chair": chair,
    }
    return usual.model_copy(update=changed)


def the_usual(dice: Random) -> VoteRule:
    """Return what rules of one sitting mostly share: how ballots are handed in, and what places go by."""
    words = tuple(dice.sample(list(LastWord), k=dice.choice([0, 1, 2])))
    second = chance(dice, 0.6) or not words
    least = dice.choice([None, "50%"])
    return a_vote_rule(
        ballot=dice.choice(list(BallotKind)),
        term=None,
        substitutes=Cited(**CITED) if chance(dice, 0.7) else None,
        recusal=Recusal(own_unit=chance(dice, 0.7), own_dossier=True, **CITED) if chance(dice, 0.6) else None,
        written=WrittenOpinions(counted=chance(dice, 0.6), **CITED) if chance(dice, 0.6) else None,
        ties=Ties(second_round=second, last_words=words, **CITED) if chance(dice, 0.8) else None,
        points=ScoringTable.model_validate({**TABLE, "least": least, **CITED}, strict=False)
        if chance(dice, 0.3)
        else None,
        early_close=EarlyClose(when=dice.choice(list(EarlyWhen)), **CITED) if chance(dice, 0.3) else None,
    )


def a_sitting(dice: Random) -> Drawn:
    """Return a sitting over one to five dossiers, with a few more that could be added."""
    body, usual = a_drawn_body(dice), the_usual(dice)
    mixed = usual.model_copy(update={"written": None, "substitutes": None}) if chance(dice, 0.2) else usual
    if chance(dice, 0.1):
        another = the_usual(dice)
        mixed = mixed.model_copy(update={"ties": another.ties, "points": another.points})
    easy = chance(dice, 0.6)
    rules = [a_drawn_rule(dice, usual, easy=easy), a_drawn_rule(dice, mixed, easy=easy)]
    units = [*UNITS, *(BodyId(seat.id) for seat in body.body.seats[:2]), None]
    register: dict[str, tuple[AgendaItem, VoteRule]] = {}
    for number in range(1, 8):
        award, basis = GROUNDS[0] if easy else dice.choice([GROUNDS[0], *GROUNDS])
        item = AgendaItem(
            dossier_id=DossierId(f"d-{number}"),
            nominee=f"Tập thể {number}",
            award=award,
            basis=basis,
            nominee_id=dice.choice([None, *NOMINEES]),
            unit=dice.choice(units),
            traits=(Trait.WOMAN,) if chance(dice, 0.5) else (),
        )
        register[item.dossier_id] = (item, dice.choice(rules))
    agenda = tuple(register)[: dice.randint(2 if easy else 1, 5)]
    return Drawn(_a_call(dice, body.body, agenda), body, register)


def _a_call(dice: Random, body: Body, agenda: tuple[str, ...]) -> Convene:
    opens_at = NOON + timedelta(hours=1) if chance(dice, 0.3) else None
    closes_at = NOON + timedelta(hours=dice.choice([-1, 30, 30, 30])) if chance(dice, 0.2) and not opens_at else None
    limited = some(dice, GROUNDS, 0.85)
    return Convene.model_validate(
        {
            "sitting_id": SittingId("phien-1"),
            "body": body.id,
            "season": body.season,
            "stage": Stage.CLUSTER,
            "agenda": agenda,
            "by": dice.choice([body.chair, body.secretary, *body.deputies, "stranger"])
            if chance(dice, 0.2)
            else body.chair,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "places": tuple(Places(award=a, basis=b, count=dice.choice([0, 1, 1, 1, 1, 2, 2, 3])) for a, b in limited),
        }
    )


def roll_of(body: Body | None) -> AgendaAnswer:
    """Return the ledger's answer on a roll alone."""
    nobody = Refusal(reason=Reason.NOBODY_IN_OFFICE, message="Không có thành viên nào theo danh mục.")
    return AgendaAnswer(items=(), body=body, refusal=None if body else nobody)


def known_of(
    register: Register, names: Iterable[str], elsewhere: Collection[str] = (), body: Body | None = None
) -> AgendaAnswer:
    """Return the ledger's answer on an agenda: its items, each with a place among the distinct rules."""
    items, rules = [], list[VoteRule]()
    for name in names:
        item, rule = register[name]
        if rule not in rules:
            rules.append(rule)
        items.append(item.model_copy(update={"rule": rules.index(rule)}))
    away = tuple(Unavailable(dossier_id=DossierId(name)) for name in elsewhere)
    return AgendaAnswer(items=tuple(items), rules=tuple(rules), elsewhere=away, body=body)
