"""May something go out without a stamp: an approved plan, an order list, a clean report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Clearance:
    """What stands in the way of going out unstamped.

    ``breaches`` are the broken limits that nobody acknowledged; ``log_broken_at`` is the first
    entry of the decision log that was altered (counted from 1), ``None`` while it is whole: an
    acknowledgement out of an altered log counts for nothing. ``policy_altered`` is the first
    version of the policy that is not as the log sealed it.
    """

    breaches: tuple[Finding, ...] = ()
    log_broken_at: int | None = None
    policy_altered: int | None = None

    @property
    def granted(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.breaches and not self.tampered

    @property
    def tampered(self) -> bool:
        """Tell whether the log or the policy was changed from outside."""
        return bool(self.tampering)

    @property
    def tampering(self) -> tuple[Message, ...]:
        """Return what was changed from outside, as messages."""
        said = []
        if self.log_broken_at is not None:
            said.append(Message.of("rules.log_altered", entry=self.log_broken_at))
        if self.policy_altered is not None:
            said.append(Message.of("rules.policy_altered", version=self.policy_altered))
        return tuple(said)

    def require(self, what: str) -> None:
        """Refuse to let ``what`` (a noun phrase: ``the order list``) go out.

        Raises
        ------
        PolicyTrouble
            ``log_altered``, ``policy_altered`` or ``open_breach``; nothing was written.
        """
        if self.log_broken_at is not None:
            raise PolicyTrouble(
                "log_altered",
                f"The decision log was altered at entry {self.log_broken_at}, so {what} cannot "
                "go out.",
                "Put a backup back from before; your data can be read and exported all the same.",
            )
        if self.policy_altered is not None:
            raise PolicyTrouble(
                "policy_altered",
                f"Version {self.policy_altered} of your limits was changed from outside, so {what} "
                "cannot go out.",
                "Put a backup back from before; your data can be read and exported all the same.",
            )
        if self.breaches:
            named = ", ".join(f"{found.limit} {found.label}" for found in self.breaches[:3])
            more = len(self.breaches) - 3
            also = f" and {more} more" if more > 0 else ""
            raise PolicyTrouble(
                "open_breach",
                f"{what[:1].upper()}{what[1:]} cannot go out while a limit is broken and nobody "
                f"acknowledged it: {named}{also}.",
                "Bring it back inside, or acknowledge it with a reason and a day within 90 days.",
            )


def clearance(
    findings: Iterable[Finding],
    log_broken_at: int | None = None,
    policy_altered: int | None = None,
) -> Clearance:
    """Return what stands in the way of going out unstamped, worst first as in ``findings``."""
    breaches = tuple(found for found in findings if found.state is State.BREACH)
    return Clearance(breaches, log_broken_at, policy_altered)
