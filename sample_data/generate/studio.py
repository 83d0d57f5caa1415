"""Renders the story's shots, keeping the raw frames so that they can be developed again."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from . import junction, phone
from .cast import Plan
from .denoise import clean
from .render import Frame, Lens, Scene, Spot
from .sky import LIGHTS, panorama, sun_direction
from .story import Shot

DARK = ("dusk", "night", "night_rain")
_PHONES = {
    "mei": phone.Phone(0.02, 1.08, 1.12, 0.9, 0.7, 0.2, 0.02),
    "lin": phone.Phone(-0.03, 1.0, 0.98, 1.2, 0.5, 0.26, 0.03),
    "joel": phone.Phone(0.04, 1.12, 1.2, 1.0, 0.9, 0.24, 0.015),
    "noor": phone.Phone(-0.01, 0.96, 1.0, 1.3, 0.5, 0.3, 0.025),
    "raj": phone.Phone(0.01, 1.05, 1.08, 0.8, 0.6, 0.2, 0.02),
    "dex": phone.Phone(0.05, 1.02, 1.05, 1.2, 0.6, 0.28, 0.03),
}


def _lamps(stage: junction.Stage) -> list[Spot]:
    spots = []
    for place, _ in stage.lamps:
        x, y, z = (float(v) for v in place)
        spots.append(Spot((x, y, z), (x + 0.01, y, 0.0), (30.0, 21.0, 11.0)))
    return spots


def group_by_visit(plan: Plan) -> list[list[Shot]]:
    """Shots that share a scene, in the order in which they were taken."""
    groups: dict[object, list[Shot]] = {}
    for shot in plan.book.shots.values():
        groups.setdefault(shot.visit, []).append(shot)
    return list(groups.values())


class Studio:
    """Renders frames into a folder and develops them."""

    def __init__(self, plan: Plan, cache: Path, samples: int) -> None:
        self._plan, self._cache, self._samples = plan, cache, samples
        cache.mkdir(parents=True, exist_ok=True)
        self._owner = {p.shot: p.contributor for p in plan.pictures if not p.source}

    def path(self, shot: Shot) -> Path:
        """Where the raw frame of a shot is kept."""
        label = hashlib.sha256(repr((shot, self._samples)).encode()).hexdigest()[:10]
        return self._cache / f"{shot.key}-{label}.npz"

    def render(self, group: list[Shot]) -> None:
        """Render those frames of one visit that are not there yet."""
        missing = [shot for shot in group if not self.path(shot).exists()]
        if not missing:
            return
        scene = self._scene(group[0])
        for shot in missing:
            pose = shot.pose
            lens = Lens(pose.origin, pose.target, pose.roll, pose.fov, pose.width, pose.height)
            dark = LIGHTS[shot.visit.light].lamps
            seed = zlib.crc32(shot.key.encode())
            frame = scene.shoot(lens, self._samples, seed, 0.36 if dark else 0.28)
            np.savez_compressed(
                self.path(shot),
                light=frame.light.astype(np.float16),
                depth=frame.depth.astype(np.float16),
            )

    def _scene(self, shot: Shot) -> Scene:
        visit, light = shot.visit, LIGHTS[shot.visit.light]
        place = self._plan.book.places[visit.junction]
        everyone = [s.pose for s in self._plan.book.shots.values()
                    if s.visit.junction == visit.junction]  # fmt: skip
        stage = junction.assemble(place, light, everyone, visit)
        sun = sun_direction(light, visit.sun_azimuth)
        clouds = np.random.default_rng(visit.clouds)
        spots = _lamps(stage) if light.lamps else []
        sky = panorama(clouds, light, sun)
        share = {"rain": 40.0, "dusk": 12.0}.get(visit.light, 1.8)
        return Scene(stage.model, stage.palette, sky, (sun, light.sun), spots, share)

    def develop(self, shot: Shot) -> Image.Image:
        """Turn the raw frame of a shot into a picture."""
        with np.load(self.path(shot)) as raw:
            frame = Frame(raw["light"].astype(np.float32), raw["depth"].astype(np.float32))
        light = LIGHTS[shot.visit.light]
        sunny = max(light.sun) > 0
        smooth = clean(frame.light, 0.2) if sunny else frame.light
        misty = phone.haze(smooth, frame.depth, light.horizon, light.haze)
        look = _PHONES.get(self._owner.get(shot.key, ""), phone.Phone())
        rng = np.random.default_rng(zlib.crc32(shot.key.encode()) + 1)
        dark = shot.visit.light in DARK
        return phone.develop(
            misty,
            look,
            rng,
            dark=dark,
            bias=shot.bias,
            blur=shot.blur,
            flat=shot.flat,
            rain=shot.visit.light in ("rain", "night_rain"),
        )
