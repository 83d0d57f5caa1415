"""What is paid and what is not, as a value that is checked, said in words and stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from dedup_core.errors import PolicyError
from dedup_core.evidence.gaps import duration
from dedup_core.judged import VIEWS

MOST_PER_SCENE = 1_000_000  # more pictures than any scene has: all are paid
LONGEST_GAP_S = 366 * 86_400  # campaigns are shorter
MOVES = VIEWS[2:]  # ways that a camera can move: small, medium, large


class Scene(Enum):
    """Which pictures of one scene a contributor is paid for. The value is the word in files."""

    COUNT = "count"  # so many, the first ones
    VIEW = "view"  # each for which the camera moved
    GAP = "gap"  # each that was taken some time apart


class Differs(Enum):
    """What becomes of a picture of the same place with another thing in it."""

    PAY = "pay"
    HOLD = "hold"
    SAME_SCENE = "same scene"  # it is one more picture of the scene


class Undecided(Enum):
    """What becomes of a picture that is not to be paid, but nobody decided so."""

    SUGGESTED = "suggested"  # the same as if somebody had
    HOLD = "hold"
    PAY = "pay"


class Line(Enum):
    """One line of a policy: each reason for a payment, or for none, belongs to one."""

    COPIES = "copies"
    SCENE = "scene"
    DIFFERS = "differs"
    VERDICTS = "verdicts"
    UNDECIDED = "undecided"
    ORDER = "order"
    APPEALS = "appeals"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who is paid for what; PolicyError where that makes no sense.

    per_scene: pictures of one scene that each contributor is paid for; counts with Scene.COUNT
    view:      the least move of the camera between paid pictures, of MOVES; with Scene.VIEW
    gap_s:     the least time between paid pictures, seconds; with Scene.GAP
    """

    scene: Scene = Scene.COUNT
    per_scene: int = 1
    view: str = "medium"
    gap_s: int = 3600
    differs: Differs = Differs.PAY
    undecided: Undecided = Undecided.SUGGESTED

    def __post_init__(self) -> None:
        """Checked here, so that no policy without sense exists."""
        words = (Scene, self.scene), (Differs, self.differs), (Undecided, self.undecided)
        if not all(isinstance(word, kind) for kind, word in words):
            raise PolicyError("The policy holds a word that is none of those to choose from.")
        if not _is_whole(self.per_scene, MOST_PER_SCENE):
            raise PolicyError(
                f"{self.per_scene} pictures of one scene cannot be paid. Choose a whole number "
                f"from 1 to {MOST_PER_SCENE:,}."
            )
        if self.view not in MOVES:
            raise PolicyError(
                f"A camera cannot move “{self.view}”. Choose one of {', '.join(MOVES)}."
            )
        if not _is_whole(self.gap_s, LONGEST_GAP_S):
            raise PolicyError(
                f"{self.gap_s} seconds are no time between two pictures. Choose a whole number "
                f"from 1 to {LONGEST_GAP_S:,}."
            )


def lines(policy: Policy) -> Mapping[Line, str]:
    """The policy line by line, each one sentence."""
    return {
        Line.COPIES: "Of copies of one shot the first submitted is paid, whoever sent it.",
        Line.SCENE: _scene(policy),
        Line.DIFFERS: _DIFFERS[policy.differs],
        Line.VERDICTS: (
            "What a reviewer told to be different or keeps is paid, what one removes by hand is "
            "not; which copy stays never moves money from who was first to somebody else."
        ),
        Line.UNDECIDED: _UNDECIDED[policy.undecided],
        Line.ORDER: "Where it is unknown who was first, the other one’s picture is held.",
        Line.APPEALS: (
            "What its contributor objects to is held until a reviewer decides the group again."
        ),
    }


def sentence(policy: Policy) -> str:
    """The whole policy in words, as it stands in every report."""
    whole = "A price is paid whole or not at all, so nothing is rounded."
    return " ".join([*lines(policy).values(), whole])


def written(policy: Policy) -> str:
    """A policy as JSON; see `read`."""
    values = {
        name: value.value if isinstance(value, Enum) else value
        for name, value in asdict(policy).items()
    }
    return json.dumps(values)


def read(text: str) -> Policy:
    """The policy that `written` wrote; PolicyError for anything else."""
    try:
        values: dict[str, Any] = json.loads(text)
        if set(values) != set(Policy.__slots__):
            raise ValueError("it has other parts")
        return Policy(
            scene=Scene(values["scene"]),
            per_scene=values["per_scene"],
            view=values["view"],
            gap_s=values["gap_s"],
            differs=Differs(values["differs"]),
            undecided=Undecided(values["undecided"]),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise PolicyError(
            "This pay policy cannot be read; it may come from a newer version. Choose it anew."
        ) from error


def _is_whole(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _scene(policy: Policy) -> str:
    if policy.scene is Scene.VIEW:
        return (
            "Of one scene each contributor is paid for pictures between which the camera moved: "
            f"{_MOVED[policy.view]}."
        )
    if policy.scene is Scene.GAP:
        return (
            "Of one scene each contributor is paid for pictures taken at least "
            f"{duration(policy.gap_s)} apart."
        )
    some = "1 picture" if policy.per_scene == 1 else f"{policy.per_scene:,} pictures"
    return f"Of one scene each contributor is paid for {some}, the first submitted."


_MOVED = {
    "small": "a little or more",
    "medium": "clearly, not only a little",
    "large": "far",
}
_DIFFERS = {
    Differs.PAY: "The same place with another thing in it is paid.",
    Differs.HOLD: "The same place with another thing in it is held until a reviewer decides.",
    Differs.SAME_SCENE: "The same place with another thing in it is one more picture of the scene.",
}
_UNDECIDED = {
    Undecided.SUGGESTED: "What nobody decided counts as suggested.",
    Undecided.HOLD: "What would not be paid is held until somebody decides.",
    Undecided.PAY: "What nobody decided is paid.",
}
