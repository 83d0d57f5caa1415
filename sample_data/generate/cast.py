"""What each contributor does; together they make the campaign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .layout import look
from .story import (
    HONEST,
    JUNCTIONS,
    SEED,
    TWINS,
    WALK_BLOCK,
    WALK_CORNER,
    WALK_JUNCTION,
    WALK_RADIUS,
    WALK_STEPS,
    ZONE,
    Book,
    Picture,
    Shot,
    walk_angle,
)

EDITS = ("same-file", "re-saved", "resized", "cropped", "brightened", "mirrored", "sticker")
_RENAMES = ("traffic light {n}", "IMG_{n}_edit", "new_photo_{n}", "sg_light_{n}", "{n}_final",
            "Screenshot_{n}", "light({n})")  # fmt: skip
THEFT = ("other-date", "other-date", "other-date", "re-saved", "cropped", "brightened", "mirrored")


@dataclass(frozen=True)
class Plan:
    """The whole campaign before anything is rendered."""

    book: Book
    walk: tuple[str, ...]
    strolls: tuple[tuple[str, ...], ...]
    copies: tuple[tuple[str, ...], ...]
    meetings: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    twins: tuple[tuple[str, str], ...]
    nights: tuple[str, ...]

    @property
    def pictures(self) -> list[Picture]:
        """All files in the order of their names."""
        return sorted(self.book.pictures, key=lambda picture: picture.file)

    def shot_of(self, file: str) -> Shot:
        """The shot that a file shows."""
        picture = next(p for p in self.book.pictures if p.file == file)
        return self.book.shots[picture.shot]


def _honest(book: Book) -> None:
    """Four people who do what they are paid for."""
    before = len(book.pictures)
    order = [n for n in range(JUNCTIONS) for _ in range(2)]
    book.draw.shuffle(order)
    for who, visits in HONEST.items():
        for _ in range(visits):
            book.outing(who, order.pop(), book.light(), 2)
    _one_heic_and_broken(book, before)


def _one_heic_and_broken(book: Book, before: int) -> None:
    """One telephone saves HEIC; one upload broke off; one file is no picture at all."""
    own = [p for p in book.pictures[before:] if p.orientation == 1]
    heic = next(p for p in own if p.contributor == "mei")
    cut = next(p for p in own if p.contributor == "lin")
    changed = {
        heic.file: replace(heic, file=heic.file.replace(".jpg", ".heic"), kind="heic", exif=True),
        cut.file: replace(cut, kind="cut"),
    }
    book.pictures = [changed.get(p.file, p) for p in book.pictures]
    last = [p for p in book.pictures if p.contributor == "joel"][-1]
    text = replace(last, file="joel/DSC_0099.jpg", kind="text", shot="", exif=False)
    book.pictures.append(text)


def _walk(book: Book) -> tuple[str, ...]:
    """Forty shots of one light, each one degree further round it; the traffic moves on."""
    place = book.places[WALK_JUNCTION]
    visit = book.visit(WALK_JUNCTION, "morning")
    taken = datetime(2025, 3, 5, 8, 12, 40, tzinfo=ZONE)
    files = []
    for step in range(WALK_STEPS):
        angle = walk_angle(step)
        aim = (0.25 + book.draw.gauss(0, 0.06), 2.55 + book.draw.gauss(0, 0.05))
        pose = look(place, WALK_CORNER, angle, WALK_RADIUS, fov=58, aim=aim,
                    roll=book.draw.gauss(0, 0.6))  # fmt: skip
        if step == 0:
            visit = book.sunny_side(visit, pose)
        elif step % WALK_BLOCK == 0:
            seed, phase = book.draw.randrange(1 << 30), (0, 1)[step // WALK_BLOCK % 2]
            visit = replace(visit, seed=seed, phase=phase)
        shot = book.shoot(visit, pose, WALK_CORNER, angle)
        files.append(book.hand_in("raj", shot, taken, orientation=1, exif=True).file)
        taken += timedelta(seconds=book.draw.randrange(7, 16))
    for junction in (11, 15):
        book.outing("raj", junction, "overcast", 2, first_day=4)
    return tuple(files)


def _strolls(book: Book) -> tuple[tuple[str, ...], ...]:
    """Four lights, each taken three times from nearly the same place."""
    groups = []
    steps = ((0.0, 6.4, 3.0, 6.2, 9.0, 6.9), (8.0, 7.0, 15.0, 6.6, 29.0, 7.4),
             (4.0, 5.2, 6.0, 6.4, 11.0, 5.0), (12.0, 9.0, 12.0, 7.4, 24.0, 8.2))  # fmt: skip
    lights = ("golden", "after_rain", "dusk", "noon")
    for junction, light, numbers in zip((8, 9, 13, 16), lights, steps, strict=True):
        corner, rear = book.slots[junction].pop()
        visit, taken, files = book.visit(junction, light), book.moment(light), []
        for k in range(3):
            azimuth = numbers[2 * k] * (-1 if rear else 1) + (180 if rear else 0)
            aim = (book.draw.uniform(-0.4, 0.4), book.draw.uniform(2.5, 2.9))
            pose = look(book.places[junction], corner, azimuth, numbers[2 * k + 1], fov=57,
                        aim=aim, roll=book.draw.gauss(0, 1.0))  # fmt: skip
            visit = book.sunny_side(visit, pose) if k == 0 else visit
            shot = book.shoot(visit, pose, corner, azimuth)
            files.append(book.hand_in("gia", shot, taken, orientation=1).file)
            taken += timedelta(seconds=book.draw.randrange(6, 30))
        groups.append(tuple(files))
    return tuple(groups)


def _recycler(book: Book) -> list[tuple[str, ...]]:
    """Eight shots sold again and again, each time changed a little."""
    before = len(book.pictures)
    for junction, light in ((5, "noon"), (10, "overcast"), (14, "golden"), (19, "dusk")):
        book.outing("dex", junction, light, 2)
    groups = []
    for number, original in enumerate(book.pictures[before:]):
        upright = replace(original, orientation=1)
        book.pictures[before + number] = upright
        edits = [e for k, e in enumerate(EDITS) if (k + number) % 7 != 5]
        files = [upright.file]
        for k, edit in enumerate(edits):
            label = _RENAMES[(number + k) % len(_RENAMES)].format(n=book.draw.randrange(10, 99))
            later = timedelta(hours=5 + 19 * k, minutes=book.draw.randrange(50))
            copy = replace(
                upright,
                file=f"dex/{label}.jpg",
                submitted_at=upright.submitted_at + later,
                edit=edit,
                source=upright.file,
                exif=edit in ("same-file", "brightened", "sticker") and upright.exif,
            )
            while any(copy.file == p.file for p in book.pictures):
                copy = replace(copy, file=copy.file.replace(".jpg", "b.jpg"))
            book.pictures.append(copy)
            files.append(copy.file)
        groups.append(tuple(files))
    return groups


def _thief(book: Book) -> list[tuple[str, ...]]:
    """Another contributor's pictures under other dates."""
    usable = [p for p in book.pictures
              if p.contributor in ("mei", "lin") and p.kind == "jpeg" and p.exif]  # fmt: skip
    groups = []
    for number, victim in enumerate(book.draw.sample(usable, 12)):
        moved = timedelta(days=book.draw.randrange(2, 6), minutes=book.draw.randrange(-90, 90))
        taken = victim.taken_at + moved
        copy = replace(
            victim,
            file=book.name("ivy", taken),
            contributor="ivy",
            taken_at=taken,
            submitted_at=victim.submitted_at + moved + timedelta(hours=6),
            edit=THEFT[number % len(THEFT)],
            source=victim.file,
        )
        book.pictures.append(copy)
        groups.append((victim.file, copy.file))
    for junction in (3, 12):
        book.outing("ivy", junction, "overcast" if junction == 3 else "noon", 2, first_day=5)
    return groups


def _meetings(book: Book) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Two people at the same junction, minutes apart, in clearly different places."""
    result = []
    for junction, light in ((17, "golden"), (7, "overcast")):
        taken = book.moment(light)
        sun, sides = book.visit(junction, light), []
        for who, spots in (("omar", ((0, 12.0), (1, 20.0))), ("tara", ((2, 16.0), (3, 8.0)))):
            visit = book.visit(junction, light)
            visit = replace(visit, sun_azimuth=sun.sun_azimuth, clouds=sun.clouds)
            files = []
            for corner, azimuth in spots:
                if (corner, False) in book.slots[junction]:
                    book.slots[junction].remove((corner, False))
                pose = look(book.places[junction], corner, azimuth, 7.0 + corner * 0.6, fov=58,
                            aim=(0.5 - 0.3 * corner, 2.8), roll=book.draw.gauss(0, 1))  # fmt: skip
                shot = book.shoot(visit, pose, corner, azimuth)
                files.append(book.hand_in(who, shot, taken).file)
                taken += timedelta(seconds=book.draw.randrange(50, 170))
            sides.append(tuple(files))
        result.append((sides[0], sides[1]))
    for who, junction in (("omar", 18), ("tara", 20)):
        book.outing(who, junction, "morning" if who == "omar" else "after_rain", 2)
    return tuple(result)


def _twins(book: Book) -> tuple[tuple[str, str], ...]:
    """Different junctions with the same model of signal, framed alike."""
    pairs = []
    people = (("mei", "joel"), ("lin", "noor"), ("joel", "lin"), ("noor", "mei"))
    frames = ((10.0, 3.6, 50.0, 3.0), (18.0, 6.0, 56.0, 2.8), (5.0, 3.4, 52.0, 3.0),
              (24.0, 7.5, 55.0, 3.2))  # fmt: skip
    lights = ("overcast", "noon", "morning", "golden")
    for twin, (who, frame, light) in enumerate(zip(people, frames, lights, strict=True)):
        files = []
        azimuth, distance, fov, height = frame
        first = book.visit(twin, light)
        for side, junction in enumerate((twin, JUNCTIONS - TWINS + twin)):
            pose = look(book.places[junction], 0, azimuth + 2 * side, distance + 0.15 * side,
                        fov=fov, aim=(0.1 - 0.15 * side, height), roll=0.4 - side)  # fmt: skip
            visit = replace(book.visit(junction, light), phase=first.phase)
            visit = book.sunny_side(visit, pose)
            shot = book.shoot(visit, pose, 0, azimuth + 2 * side)
            files.append(book.hand_in(who[side], shot, book.moment(light), orientation=1).file)
        pairs.append((files[0], files[1]))
    return tuple(pairs)


def _flat_nights(book: Book) -> tuple[str, ...]:
    """Dark, flat pictures of different junctions, which all look much the same."""
    files = []
    for junction in (4, 22, 23, 24, 21, 2):
        corner, rear = book.slots[junction].pop()
        azimuth = 14.0 * (-1 if rear else 1) + (180 if rear else 0)
        pose = look(book.places[junction], corner, azimuth, 9.0, fov=58,
                    aim=(0.3, 2.9), roll=book.draw.gauss(0, 1))  # fmt: skip
        shot = book.shoot(book.visit(junction, "night"), pose, corner, azimuth, blur=1.1, flat=True)
        taken = book.moment("night")
        files.append(book.hand_in("noor", shot, taken, orientation=1).file)
    return tuple(files)


def plan(seed: int = SEED) -> Plan:
    """Tell the whole story."""
    book = Book(seed)
    strolls, walk = _strolls(book), _walk(book)
    recycled, meetings = _recycler(book), _meetings(book)
    twins, nights = _twins(book), _flat_nights(book)
    _honest(book)
    stolen = _thief(book)
    copies = (*recycled, *stolen)
    return Plan(book, walk, strolls, tuple(copies), meetings, twins, nights)
