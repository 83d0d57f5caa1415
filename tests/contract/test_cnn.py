"""That the network methods are imagededup's CNN, on weights made up here.

The published weights cannot be had everywhere. Random ones in the same file show the same: that
the pixels, the layers and the cut are imagededup's. They are settled on a few pictures first,
because an untrained network says nearly the same of everything.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from dedup_core import decode, networks
from dedup_core.errors import NetworkError
from dedup_core.fingerprints import cnn
from dedup_core.fingerprints.base import Method
from dedup_core.networks import EFFICIENTNET, MOBILENET, VIT, Network
from dedup_core.search import cosine
from tests.making import data_of, folder_of, photo

pytestmark = pytest.mark.slow  # PyTorch, imagededup and an export take some 30 s together

CLASS_OF = {
    "mobilenet_v3_small": "MobilenetV3",
    "efficientnet_b4": "EfficientNet",
    "vit_b_16": "ViT",
}


@dataclass(frozen=True)
class Home:
    """A folder as TORCH_HOME with made-up weights, and a folder for exports."""

    path: Path

    def network(self, published: Network) -> Network:
        """The published network, but its weights are those that are here."""
        file = self.path / "hub" / "checkpoints" / published.weights
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make_weights(published, file)
        return replace(published, sha256=hashlib.sha256(file.read_bytes()).hexdigest()[:8])

    def method(self, published: Network) -> Method:
        return cnn.network_method(
            "cnn", "Network", "With made-up weights.", self.network(published)
        )


def _make_weights(published: Network, file: Path) -> None:
    """Random weights; its layers take their means and deviations from three pictures."""
    import torch
    from torchvision import models

    torch.manual_seed(5)
    sizes = {"image_size": 384} if published is VIT else {}
    network = models.get_model(published.name, weights=None, **sizes).train()
    seen = [published.intake.pixels(photo(seed, (300, 260))) for seed in range(3)]
    pictures = np.concatenate([published.intake.values(pixels) for pixels in seen])
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = None  # all of it from this one pass
        elif type(layer).__name__ == "StochasticDepth":
            layer.p = 0.0
    if published is not VIT:
        with torch.no_grad():
            network(torch.from_numpy(pictures))
    torch.save(network.state_dict(), file)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    if sys.version_info >= (3, 13):
        pytest.skip("imagededup has no package for this Python")
    folder = tmp_path_factory.mktemp("torch")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("TORCH_HOME", str(folder))
        patch.setenv("DEDUP_MODELS", str(folder / "exported"))
        yield Home(folder)
    shutil.rmtree(folder)  # a gigabyte


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Twenty files by name: seven pictures, edits of them, grey, tiny, long and blank ones."""
    folder = tmp_path_factory.mktemp("pictures")
    made = {}
    for seed in range(5):
        image = photo(seed, (400 - 30 * seed, 210 + 45 * seed))
        made[f"{seed}.png"] = data_of(image)
        made[f"{seed}-brighter.png"] = data_of(ImageEnhance.Brightness(image).enhance(1.1))
    made["0-again.jpg"] = data_of(photo(0, (400, 210)), "JPEG", quality=60)
    made["1-small.jpg"] = data_of(photo(1, (370, 255)).resize((150, 103)), "JPEG")
    made["2-large.png"] = data_of(photo(2, (340, 300)).resize((1700, 1500)))
    made["3-grey.png"] = data_of(photo(3, (310, 345)).convert("L"))
    made["4-flipped.png"] = data_of(photo(4, (280, 390)).transpose(Image.Transpose(0)))
    made["one.png"] = data_of(Image.new("RGB", (1, 1), "red"))
    made["long.png"] = data_of(photo(8, (900, 30)))
    made["high.png"] = data_of(photo(8, (30, 200)))
    made["blank.png"] = data_of(Image.new("RGB", (64, 48), "skyblue"))
    made["palette.png"] = data_of(photo(5).convert("P"))
    folder_of(folder, made)
    return {name: folder / name for name in sorted(made)}


def _pixels(method: Method, files: dict[str, Path], *, exactly: bool = True) -> NDArray[np.uint8]:
    uprights = (decode.decode(f.read_bytes(), exactly=exactly).upright for f in files.values())
    return np.stack([method.reduce(upright) for upright in uprights])


def _theirs(network: Network) -> Any:
    """imagededup's CNN with one of its networks, which finds its weights below TORCH_HOME."""
    from imagededup.methods import CNN
    from imagededup.utils import CustomModel, models

    kind = getattr(models, CLASS_OF[network.name])
    config = CustomModel(name=kind.name, model=kind(), transform=kind.transform)
    return CNN(verbose=False, model_config=config)


def _units(vectors: Any) -> NDArray[np.float64]:
    exact = np.asarray(vectors, np.float64)
    return exact / np.linalg.norm(exact, axis=1, keepdims=True)


def test_vectors_and_duplicates_at_each_threshold_are_those_of_imagededup(
    home: Home, pictures: dict[str, Path]
) -> None:
    method, theirs = home.method(MOBILENET), _theirs(MOBILENET)
    encodings = theirs.encode_images(pictures["0.png"].parent)
    names = list(pictures)

    ours = method.fingerprint(_pixels(method, pictures))

    same = (_units(ours) * _units([encodings[name] for name in names])).sum(axis=1)
    assert same.min() >= 1 - 1e-4
    for threshold in (0.7, 0.8, 0.9):
        found = cosine.pairs(ours, method.limit_of(threshold), 1000)
        pairs = {(names[a], names[b]) for a, b in zip(found.left, found.right, strict=True)}
        duplicates = theirs.find_duplicates(
            encoding_map=encodings, min_similarity_threshold=threshold
        )
        assert pairs == {(a, b) for a, others in duplicates.items() for b in others if a < b}
        assert 5 <= len(pairs) < 150  # of 190: some, and not all


@pytest.mark.parametrize("published", [EFFICIENTNET, VIT], ids=lambda network: network.name)
def test_vectors_of_the_larger_networks_are_those_of_imagededup(
    published: Network, home: Home, pictures: dict[str, Path]
) -> None:
    method = home.method(published)
    theirs = _theirs(published)
    some = {name: pictures[name] for name in ("4.png", "high.png")}

    ours = method.fingerprint(_pixels(method, some))

    wanted = [theirs.encode_image(file)[0] for file in some.values()]
    assert (ours * _units(wanted)).sum(axis=1).min() >= 1 - 1e-4
    assert ours.shape == (2, published.dimension)


@pytest.mark.parametrize("published", networks.NETWORKS, ids=lambda network: network.name)
def test_a_network_sees_the_pixels_that_imagededup_shows_it(
    published: Network, pictures: dict[str, Path]
) -> None:
    theirs = _transform(published)

    for file in pictures.values():
        upright = decode.decode(file.read_bytes(), exactly=True).upright
        ours = published.intake.values(published.intake.pixels(upright.image))
        if file.name != "long.png" or not published.intake.keeps_shape:
            assert np.abs(ours[0] - theirs(upright.image).numpy()).max() < 1e-6
        assert ours.shape == (1, 3, published.intake.side, published.intake.side)


def _transform(published: Network) -> Any:
    from imagededup.utils import models

    return getattr(models, CLASS_OF[published.name]).transform


def test_without_exact_decode_vectors_are_nearly_the_same(home: Home) -> None:
    method = home.method(MOBILENET)
    data = [data_of(photo(seed, (2400, 1800)), "JPEG") for seed in range(4)]

    exact, scaled = (
        method.fingerprint(
            np.stack([method.reduce(decode.decode(d, exactly=exactly).upright) for d in data])
        )
        for exactly in (True, False)
    )

    cosines = (exact * scaled).sum(axis=1)
    assert cosines.min() > 0.98
    assert cosines.max() < 1  # they were decoded otherwise, indeed


def test_once_exported_a_network_needs_neither_weights_nor_a_second_export(
    home: Home, pictures: dict[str, Path], tmp_path: Path
) -> None:
    network = home.network(MOBILENET)
    file = networks.ready(network, networks.places_of()).file
    before = file.stat().st_mtime_ns
    elsewhere = networks.Places(tmp_path, file.parent)

    model = networks.ready(network, elsewhere)

    assert networks.problem(network, elsewhere) == ""
    assert model.file == file
    assert file.stat().st_mtime_ns == before
    assert [other.name for other in file.parent.glob("mobilenet*")] == [file.name]


def test_a_damaged_export_is_made_anew(home: Home) -> None:
    network = home.network(MOBILENET)
    file = networks.ready(network, networks.places_of()).file
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    networks.ready(network, networks.places_of())

    assert file.read_bytes() == whole


def test_weights_of_another_network_are_refused_with_the_file(home: Home, tmp_path: Path) -> None:
    home.network(EFFICIENTNET)
    folder = home.path / "hub" / "checkpoints"
    wrong = tmp_path / MOBILENET.weights
    wrong.write_bytes((folder / EFFICIENTNET.weights).read_bytes())
    network = replace(MOBILENET, sha256=hashlib.sha256(wrong.read_bytes()).hexdigest()[:8])
    places = networks.Places(tmp_path, tmp_path / "exported")

    with pytest.raises(NetworkError, match=r"does not hold the weights of mobilenet_v3_small") as e:
        networks.ready(network, places)

    assert str(wrong) in str(e.value)
    assert list((tmp_path / "exported").iterdir()) == []


def test_a_torchscript_network_becomes_one_of_our_own(tmp_path: Path) -> None:
    import torch

    from dedup_core.networks import export

    torch.manual_seed(1)
    layers = torch.nn.Sequential(torch.nn.Conv2d(3, 6, 5, stride=4), torch.nn.ReLU()).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.trace(layers, torch.rand(1, 3, 64, 64)).save(tmp_path / "own.pt")

        code = export.main(
            ["torchscript", str(tmp_path / "own.pt"), str(tmp_path / "own.onnx"), "--side", "64"]
        )

    own = networks.custom(tmp_path / "own.onnx").model
    assert code == 0
    assert (own.dimension, own.intake.side) == (6, 64)
    pixels = own.intake.pixels(photo(1))
    with torch.no_grad():
        answer = layers(torch.from_numpy(own.intake.values(pixels))).mean(dim=(2, 3)).numpy()
    assert np.abs(networks.embed(own, pixels[None]) - _units(answer)).max() < 1e-4
