"""Short phrases for a body's rules beside quorum and threshold, for pages and diagrams."""

from collections.abc import Iterator

from schemas.labels import CHAIR_VOTES, EARLY_CLOSES, LAST_WORDS
from schemas.legal_values import Cited, Quota
from schemas.scoring import ScoringTable
from schemas.vote_clauses import BlankPapers, ChairRule, EarlyClose, Recusal, Ties, WrittenOpinions


def clause(rule: Cited) -> str:
    """Return what one clause of a voting rule says (`VoteRule.clauses`)."""
    match rule:
        case Quota():
            return _quota(rule)
        case Recusal():
            return _recusal(rule)
        case WrittenOpinions():
            return "được tính như phiếu" if rule.counted else "chỉ ghi vào biên bản"
        case BlankPapers():
            return "tính là không có ý kiến" if rule.abstain else "tính là không hợp lệ"
        case ChairRule():
            return CHAIR_VOTES[rule.vote].vi
        case Ties():
            return _ties(rule)
        case ScoringTable():
            return "; ".join(_points(rule))
        case EarlyClose():
            return EARLY_CLOSES[rule.when].vi
        case _:
            return "người được ủy quyền có trong danh sách"


def _quota(rule: Quota) -> str:
    """Return a quota as text: `20% tập thể dẫn đầu các cụm`."""
    return f"{rule.share} {rule.of.vi}"


def _recusal(rule: Recusal) -> str:
    """Return the dossiers from which seats are recused: `hồ sơ của mình, của đơn vị mình`."""
    whose = [*(["của mình"] if rule.own_dossier else []), *(["của đơn vị mình"] if rule.own_unit else [])]
    return f"hồ sơ {', '.join(whose)}"


def _ties(rule: Ties) -> str:
    """Return the tie-breakers in order: `biểu quyết lại, rồi ưu tiên nữ`."""
    first = ["biểu quyết lại"] if rule.second_round else []
    return ", rồi ".join((*first, *(f"ưu tiên {LAST_WORDS[word].vi}" for word in rule.last_words)))


def _points(table: ScoringTable) -> Iterator[str]:
    groups = ", ".join(f"{group.name.vi} {_whole(group.most)}" for group in table.groups)
    yield f"{_whole(table.whole)} điểm: {groups}"
    if table.bonus is not None:
        yield f"điểm thưởng nhiều nhất {_whole(table.bonus)}"
    if table.penalty is not None:
        yield f"điểm trừ nhiều nhất {_whole(table.penalty)}"
    if table.least is not None:
        yield f"đạt khi có ít nhất {table.least} số điểm"


def _whole(number: int) -> str:
    return f"{number:,}".replace(",", ".")
