"""How two pictures are related, and by which rule: from distances, geometry and what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from dedup_core.evidence.laying import Likeness
from dedup_core.scene.geometry import Geometry

# Fitted on 542 edits of the sample's, Caltech and grocery pictures against 67 pairs of the sample's
# shots 1 to 3 degrees or one step apart, all of them matched: no such pair passes, 94 % of the
# edits do, and the others are told as the same scene.
COPY_AGREEMENT = 0.96  # `Likeness.agreement` of an edit; the best pair of two shots had 0.950
COPY_DIFFERENCE = 2.4  # percent, `Likeness.difference`, instead; two shots had 2.5 or more
# An edit that turns and cuts the corners off, or bends: both, as no view speaks for it.
BENT_AGREEMENT, BENT_DIFFERENCE = 0.97, 4.0
COPY_BITS = 4  # of 64, phash: its notch "strict"
SURE = 0.5  # a probability from here on counts as yes


class Relation(Enum):
    """What two pictures are to each other."""

    COPY = "copy"  # one shot: the same file, or an edit of it
    SAME_SCENE = "same scene"  # two shots of one thing
    CHANGED = "same scene, content differs"  # of one place, and a compact part is another
    SIMILAR = "similar"  # nothing better can be said


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of two pictures.

    exact:       0 same bytes, 1 same pixels, 2 neither; None: unknown
    bits:        by which their phash differs, of 64; None: unknown, or it says nothing of a picture
    geometry:    how one lies on the other; None: not found, or nobody looked
    same_scene:  probability that the geometry is no chance; None without one
    likeness:    when they lie on each other; without a geometry frame on frame, None where that
                 makes no sense
    changed:     probability that a compact part differs; None: no such part was found
    elsewhere:   how alike the pictures are outside of that part, 0 … 1
    """

    exact: int | None = None
    bits: int | None = None
    geometry: Geometry | None = None
    same_scene: float | None = None
    likeness: Likeness | None = None
    changed: float | None = None
    elsewhere: float | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A relation with the rule that told it.

    view:             how much the camera moved: "none", "small", "medium", "large"; "": unknown
    rotation_degrees: in the plane of the picture, clockwise from left to right
    mirrored:         whether one is seen as in a mirror
    """

    relation: Relation
    rule: str
    view: str = ""
    rotation_degrees: float = 0.0
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, the relation is this one, for the reason in words."""

    relation: Relation
    holds: Callable[[Signs], bool]
    words: Callable[[Signs], str]


def _proven(signs: Signs) -> bool:
    return signs.geometry is not None and (signs.same_scene or 0) >= SURE


def _part_differs(signs: Signs) -> bool:
    """Whether a part is another one. Seen from far aside whatever stands in front seems to be."""
    if (signs.changed or 0) < SURE:
        return False
    return signs.geometry is None or signs.geometry.view in ("none", "small")


def _same_shot(signs: Signs) -> bool:
    """Whether an edit (crop, resize, turn, mirror, colour) explains one from the other."""
    seen, alike = signs.geometry, signs.likeness
    if seen is None or alike is None or not _proven(signs):
        return False
    if seen.view == "none":
        return alike.agreement >= COPY_AGREEMENT or alike.difference <= COPY_DIFFERENCE
    return alike.agreement >= BENT_AGREEMENT and alike.difference <= BENT_DIFFERENCE


def _by_hash(signs: Signs) -> bool:
    """For pictures with too few details to match: equal hashes, and alike frame on frame."""
    alike = signs.likeness
    if signs.bits is None or alike is None or signs.geometry is not None:
        return False
    return signs.bits <= COPY_BITS and alike.agreement >= COPY_AGREEMENT


def _likeness(signs: Signs) -> str:
    assert signs.likeness is not None
    return (
        f"they agree to {signs.likeness.agreement:.3f} (1 is equal) and differ by "
        f"{signs.likeness.difference:.1f} %"
    )


def _details(signs: Signs) -> str:
    assert signs.geometry is not None
    return f"{signs.geometry.inliers:,} matching details lie the same way in both pictures"


# The first that holds decides. What changed comes before every copy that is not one to the byte:
# a swapped can on an unmoved table differs from the other shot by less than a re-saved copy.
RULES = (
    Rule(Relation.COPY, lambda s: s.exact == 0, lambda s: "every byte is the same"),
    Rule(Relation.COPY, lambda s: s.exact == 1, lambda s: "every pixel is the same"),
    Rule(
        Relation.CHANGED,
        _part_differs,
        lambda s: (
            "they lie on each other, but for one compact part that differs "
            f"(probability {s.changed or 0:.2f}, from {SURE} on)"
        ),
    ),
    Rule(
        Relation.COPY,
        _same_shot,
        lambda s: f"an edit explains one from the other: laid on each other {_likeness(s)}",
    ),
    Rule(Relation.SAME_SCENE, _proven, _details),
    Rule(
        Relation.COPY,
        _by_hash,
        lambda s: (
            f"the hashes differ by {s.bits} of 64 bits, at most {COPY_BITS}, and frame on "
            f"frame {_likeness(s)}"
        ),
    ),
    Rule(
        Relation.SIMILAR,
        lambda s: True,
        lambda s: "no arrangement of matching details was found that proves more",
    ),
)


def relation(signs: Signs) -> Related:
    """The relation by the first of `RULES` that holds."""
    rule = next(rule for rule in RULES if rule.holds(signs))
    seen = signs.geometry if _proven(signs) else None
    if seen is None:
        return Related(rule.relation, rule.words(signs))
    return Related(
        rule.relation, rule.words(signs), seen.view, seen.rotation_degrees, seen.mirrored
    )
