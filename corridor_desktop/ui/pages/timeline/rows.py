"""Episodes as table rows and as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.episode import CRISIS
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.episode_words import CHECKED, move, tone
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from corridor_desktop.stress.report import EpisodeRow

KINDS = {"crisis": "Crisis", "milestone": "Milestone"}


def _why(row: EpisodeRow) -> str:
    if row.kospi_first is not None:
        return ""
    return say(row.why) if row.why else "It is no crisis: what KOSPI did is not laid to it."


COLUMNS: tuple[Column[EpisodeRow], ...] = (
    Column(
        "day",
        "Date",
        lambda row: float(row.episode.day.toordinal()),
        lambda row: fmt.day(row.episode.day),
        width=98,
    ),
    Column(
        "kind",
        "Kind",
        lambda row: row.episode.kind,
        lambda row: KINDS.get(row.episode.kind, row.episode.kind),
        width=84,
    ),
    Column(
        "title",
        "What happened",
        lambda row: row.episode.title,
        lambda row: row.episode.title,
        tip=lambda row: f"{row.episode.title}\n{row.episode.topic}",
        width=256,
    ),
    Column(
        "topic",
        "Topic",
        lambda row: row.episode.topic,
        lambda row: row.episode.topic,
        width=130,
        shown=False,
    ),
    Column(
        "first",
        "First session",
        lambda row: row.kospi_first,
        lambda row: move(row.kospi_first),
        tip=_why,
        tone=lambda row: tone(row.kospi_first),
        numeric=True,
        width=92,
        help="KOSPI on the first session that could react, close to close.",
    ),
    Column(
        "felt",
        "Your portfolio",
        lambda row: row.felt,
        lambda row: move(row.felt),
        tip=lambda row: say(row.why) if row.felt is None and row.why else "",
        tone=lambda row: tone(row.felt),
        numeric=True,
        width=100,
        help="What you hold today over the first five sessions.",
    ),
)


def facts(row: EpisodeRow) -> list[str]:
    """Return what is known of an episode, a line each."""
    episode = row.episode
    span = fmt.day(episode.day, weekday=True)
    if episode.end is not None:
        span += f" to {fmt.day(episode.end)}"
    lines = [f"{KINDS.get(episode.kind, episode.kind)}, {episode.topic}. {span}."]
    if episode.reaction is not None and row.kospi_first is not None:
        lines.append(
            f"KOSPI on the first session that could react, {fmt.day(episode.reaction.session)}: "
            f"{move(row.kospi_first)}; five sessions later {move(row.kospi_week)}; lowest close "
            f"within ten sessions {move(row.worst)}."
        )
        lines.append(_back(row))
    elif episode.kind == CRISIS and row.why is not None:
        lines.append(say(row.why))
    if row.felt is not None:
        estimated = f", {fmt.percent(row.proxied, 0)} of it estimated" if row.proxied else ""
        lines.append(f"What you hold today, over five sessions: {move(row.felt)}{estimated}.")
    return lines


def _back(row: EpisodeRow) -> str:
    if row.recovery is None:
        return "It had not closed above the close before within the stored sessions."
    if row.recovery == 0:
        return "It closed above the close before on that very session."
    count = "1 session" if row.recovery == 1 else f"{fmt.count(row.recovery)} sessions"
    return f"It was back above the close before after {count}."


def source_words(row: EpisodeRow) -> str:
    """Return where the date and the event come from, and how well that was checked."""
    episode = row.episode
    checked = CHECKED.get(episode.checked, episode.checked)
    return f"Source: {episode.source} ({checked})." if episode.source else f"Source: {checked}."
