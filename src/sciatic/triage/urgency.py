"""How urgent a case is, and why: the result that triage gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sciatic.triage.open_flags import OpenFlag
from sciatic.triage.rule_files import EMERGENCY, RUNGS, SELF_CARE


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds, as a person reads it.

    Attributes:
        rule: its id.
        text: one plain sentence.
        findings: the paths of the answers that made it hold.
        sources: keys of the table of sources.
        rung: the rung it leads to.
        call: True where the way to hospital is an ambulance.
        stay_still: True where moving may harm.
        for_lack_of_a_date: True where it holds at this rung only because a date or course is not
            known, and counts as new and worsening.
    """

    rule: str
    text: str
    findings: tuple[str, ...]
    sources: tuple[str, ...]
    rung: str
    call: bool = False
    stay_still: bool = False
    for_lack_of_a_date: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The reason as it stands in ``sciatic.assessment/1``."""
        return {
            "rule": self.rule,
            "text": self.text,
            "findings": list(self.findings),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Urgency:
    """How fast to act.

    Attributes:
        level: the highest rung that the known facts trigger; never ``self_care`` while a red flag
            that could change the answer is unanswered.
        reasons: what decided it, the most urgent first.
        open_flags: the unanswered red flags that could raise ``level``, the most dangerous first.
        in_doubt: the rung to act on while flags are open, before it is held between ``level`` and
            the most they could bring.
    """

    level: str
    reasons: tuple[Reason, ...]
    open_flags: tuple[OpenFlag, ...]
    in_doubt: str

    @property
    def unanswered_red_flags(self) -> tuple[str, ...]:
        """The paths of the open flags, the most dangerous first."""
        return tuple(flag.path for flag in self.open_flags)

    @property
    def reassurance_blocked(self) -> bool:
        """True while a red flag that could change the answer is unanswered."""
        return bool(self.open_flags)

    @property
    def until_answered(self) -> str | None:
        """The rung to act on until the open flags are answered; None where that adds nothing."""
        if not self.open_flags:
            return None
        most = max(flag.reaches for flag in self.open_flags)
        level = RUNGS.index(self.level)
        if most <= level:
            return None
        return RUNGS[min(max(RUNGS.index(self.in_doubt), level), most)]

    @property
    def act_on(self) -> str:
        """The rung to act on now: the higher of ``level`` and ``until_answered``."""
        return self.until_answered or self.level

    @property
    def call(self) -> bool:
        """True in an emergency where any reason, of whatever rung, asks for an ambulance.

        Someone who can't walk or has collapsed is not driven there, whatever makes it an emergency.
        """
        return self.level == RUNGS[EMERGENCY] and any(reason.call for reason in self.reasons)

    @property
    def stay_still(self) -> bool:
        """True where a reason of this rung asks to keep still."""
        return any(reason.stay_still for reason in self.reasons if reason.rung == self.level)

    @property
    def for_lack_of_a_date(self) -> bool:
        """True where every reason of this rung holds only for lack of a date or course."""
        deciding = [reason for reason in self.reasons if reason.rung == self.level]
        return bool(deciding) and all(reason.for_lack_of_a_date for reason in deciding)

    def raised(self, rung: str, reasons: Sequence[Reason]) -> Urgency:
        """This urgency at ``rung`` or higher, with the reasons for raising it; never lower."""
        height = max(RUNGS.index(rung), RUNGS.index(self.level))
        flags = tuple(flag for flag in self.open_flags if flag.reaches > height)
        ordered = sorted((*self.reasons, *reasons), key=lambda reason: -RUNGS.index(reason.rung))
        kept = tuple(reason for reason in ordered if RUNGS.index(reason.rung) > SELF_CARE)
        return replace(
            self,
            level=RUNGS[height],
            reasons=kept,
            open_flags=() if height == EMERGENCY else flags,
        )

    def to_dict(self) -> dict[str, Any]:
        """The part ``urgency`` of ``sciatic.assessment/1``."""
        return {
            "level": self.level,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "unanswered_red_flags": list(self.unanswered_red_flags),
            "reassurance_blocked": self.reassurance_blocked,
            "until_answered": self.until_answered,
        }
