"""Networks without PyTorch: what is said when files are missing or wrong, and own ONNX files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core import decode, networks
from dedup_core.errors import NetworkError
from dedup_core.fingerprints import cnn
from dedup_core.fingerprints.base import Method
from dedup_core.networks import MOBILENET, Intake, Model, Places
from tests.conftest import REPOSITORY
from tests.making import data_of, photo

Save = Callable[..., Path]
FEATURES = 5
EVERY_METHOD = pytest.mark.parametrize("method", cnn.METHODS, ids=lambda method: method.name)


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a small ONNX file: 3 x 3 convolution, and what a test wants behind it."""

    def write(
        name: str = "own.onnx",
        *,
        features: int = FEATURES,
        shape: tuple[object, ...] = ("n", 3, "h", "w"),
        behind: str = "GlobalAveragePool",
        second: bool = False,
    ) -> Path:
        from onnx import TensorProto, checker, helper, numpy_helper
        from onnx import save as write_to

        rng = np.random.default_rng(features)
        weights = rng.standard_normal((features, 3, 3, 3)).astype(np.float32)
        named = numpy_helper.from_array(weights, "weights")
        nodes, fed = [], "pictures"
        if shape[-1] == 3:
            nodes.append(helper.make_node("Transpose", ["pictures"], ["nchw"], perm=[0, 3, 1, 2]))
            fed = "nchw"
        nodes.append(helper.make_node("Conv", [fed, "weights"], ["maps"]))
        if behind == "tokens":
            places = numpy_helper.from_array(np.array([1, features, -1]), "places")
            nodes.append(helper.make_node("Reshape", ["maps", "places"], ["rows"]))
            nodes.append(helper.make_node("Transpose", ["rows"], ["vectors"], perm=[0, 2, 1]))
        else:
            places = None
            nodes.append(helper.make_node(behind, ["maps"], ["vectors"]))
        inputs = [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, shape)]
        if second:
            inputs.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, shape))
        sizes = ("n", "t", features) if behind == "tokens" else ("n", features, "y", "x")
        outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, sizes)]
        values = [named, places] if places else [named]
        graph = helper.make_graph(nodes, "own", inputs, outputs, values)
        opsets = [helper.make_opsetid("", 17)]
        model = helper.make_model(graph, ir_version=8, opset_imports=opsets)
        checker.check_model(model)
        write_to(model, tmp_path / name)
        return tmp_path / name

    return write


def _pixels(model: Model, *images: Image.Image) -> np.ndarray:
    return np.stack([model.intake.pixels(image) for image in images])


def _weights(folder: Path, content: bytes) -> Places:
    (folder / MOBILENET.weights).write_bytes(content)
    return Places(folder, folder / "exported")


# What is said about published networks


@EVERY_METHOD
def test_without_weights_one_sentence_names_the_file_its_place_and_its_source(
    method: Method, tmp_path: Path
) -> None:
    places = Places(tmp_path / "checkpoints", tmp_path / "exported")

    sentence = cnn.problem(method.name, places=places)

    published = dict(zip((m.name for m in cnn.METHODS), networks.NETWORKS, strict=True))
    weights = published[method.name].weights
    assert f"put {weights} (" in sentence
    assert f"from https://download.pytorch.org/models/{weights} " in sentence
    assert sentence.endswith(f"into {tmp_path / 'checkpoints'}.")


def test_a_method_without_weights_refuses_with_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("DEDUP_MODELS", str(tmp_path / "models"))
    method = cnn.METHODS[0]
    upright = decode.decode(data_of(photo(1))).upright

    with pytest.raises(NetworkError) as refused:
        method.fingerprint(method.reduce(upright)[None])

    assert str(refused.value) == cnn.problem("cnn")
    assert str(tmp_path / "torch" / "hub" / "checkpoints") in cnn.problem("cnn")


def test_weights_that_are_cut_off_are_refused_until_they_are_whole(tmp_path: Path) -> None:
    whole = bytes(range(256)) * 100
    network = replace(MOBILENET, sha256=hashlib.sha256(whole).hexdigest()[:8])

    cut_off = networks.problem(network, _weights(tmp_path, whole[:9000]))
    as_they_should_be = networks.problem(network, _weights(tmp_path, whole))

    assert str(tmp_path / MOBILENET.weights) in cut_off
    assert f"not {network.sha256}): put {MOBILENET.weights}" in cut_off
    assert as_they_should_be == ""


def test_a_folder_in_place_of_the_weights_is_a_sentence_too(tmp_path: Path) -> None:
    (tmp_path / MOBILENET.weights).mkdir()

    sentence = networks.problem(MOBILENET, Places(tmp_path, tmp_path))

    assert sentence.startswith("The weights of MobileNetV3 cannot be read: ")


def test_an_export_that_cannot_be_kept_names_the_folder_and_the_setting(tmp_path: Path) -> None:
    weights = b"whatever"
    network = replace(MOBILENET, sha256=hashlib.sha256(weights).hexdigest()[:8])
    places = replace(_weights(tmp_path, weights), exported=tmp_path / MOBILENET.weights / "below")

    with pytest.raises(NetworkError, match=r"cannot be kept in .*below.*DEDUP_MODELS"):
        networks.ready(network, places)


@pytest.mark.slow
def test_weights_that_are_no_weights_are_refused_by_the_export(tmp_path: Path) -> None:
    text = b"this is not what PyTorch writes"
    network = replace(MOBILENET, sha256=hashlib.sha256(text).hexdigest()[:8])
    places = _weights(tmp_path, text)

    with pytest.raises(NetworkError, match=r"does not hold the weights of mobilenet_v3_small"):
        networks.ready(network, places)

    assert list(places.exported.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "weights"),
    [
        ({"TORCH_HOME": "/torch", "XDG_CACHE_HOME": "/cache"}, "/torch/hub/checkpoints"),
        ({"XDG_CACHE_HOME": "/cache"}, "/cache/torch/hub/checkpoints"),
        ({}, str(Path.home() / ".cache" / "torch" / "hub" / "checkpoints")),
    ],
)
def test_weights_are_looked_for_where_torchvision_does(
    environment: dict[str, str], weights: str
) -> None:
    assert networks.places_of(environment).weights == Path(weights)


def test_asking_and_refusing_load_neither_pytorch_nor_onnxruntime() -> None:
    code = (
        "import sys; from dedup_core.fingerprints import cnn; "
        "[cnn.problem(method.name) for method in cnn.METHODS]; "
        "print({'torch', 'onnxruntime', 'imagededup'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


# Intake


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (3000, 2000), (7, 400)])
@EVERY_METHOD
def test_pictures_of_every_shape_become_the_square(method: Method, size: tuple[int, int]) -> None:
    upright = decode.decode(data_of(photo(3, size))).upright

    pixels = method.reduce(upright)

    side = networks.NETWORKS[[m.name for m in cnn.METHODS].index(method.name)].intake.side
    assert pixels.shape == (side, side, 3)
    assert pixels.dtype == np.uint8


def test_a_long_picture_is_seen_in_its_middle() -> None:
    image = Image.new("RGB", (4000, 20), "red")
    image.paste("blue", (1980, 0, 2020, 20))
    intake = Intake(side=32, resized=32, keeps_shape=True)

    pixels = intake.pixels(image)

    assert (pixels.reshape(-1, 3) == (0, 0, 255)).all()


# Own networks


def test_an_own_network_answers_with_unit_vectors_of_its_dimension(save: Save) -> None:
    model = networks.custom(save()).model

    vectors = networks.embed(model, _pixels(model, photo(1), photo(2), photo(3)))

    assert vectors.shape == (3, FEATURES)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert model.dimension == FEATURES


def test_a_batch_gives_what_its_pictures_give_alone(save: Save) -> None:
    model = networks.custom(save()).model
    pixels = _pixels(model, *(photo(seed) for seed in range(40)))

    together = networks.embed(model, pixels)

    alone = [networks.embed(model, one[None])[0] for one in pixels]
    assert np.array_equal(together, alone)
    assert networks.embed(model, pixels[:0]).shape == (0, FEATURES)


@pytest.mark.parametrize("behind", ["Identity", "tokens"])
def test_maps_and_tokens_are_averaged_as_if_the_network_did_it(save: Save, behind: str) -> None:
    maps = networks.custom(save("maps.onnx", behind=behind)).model
    averaged = networks.custom(save("averaged.onnx")).model
    pixels = _pixels(maps, photo(1), photo(2))

    assert np.allclose(networks.embed(maps, pixels), networks.embed(averaged, pixels), atol=1e-6)


def test_both_orders_of_channels_are_fed_rightly(save: Save) -> None:
    first = networks.custom(save("first.onnx")).model
    last = networks.custom(save("last.onnx", shape=("n", "h", "w", 3))).model
    pixels = _pixels(first, photo(1), photo(2))

    assert last.intake.channels_last
    assert np.array_equal(networks.embed(first, pixels), networks.embed(last, pixels))


def test_the_json_beside_it_says_how_it_is_fed(save: Save) -> None:
    said = {"side": 64, "resized": 80, "mean": [0, 0, 0], "std": [1, 1, 1], "bicubic": True}
    file = save()
    file.with_suffix(".json").write_text(json.dumps(said))

    intake = networks.custom(file).model.intake

    assert intake == Intake(
        side=64, resized=80, bicubic=True, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)
    )


def test_a_side_that_the_model_fixes_needs_no_json(save: Save) -> None:
    intake = networks.custom(save(shape=(1, 3, 96, 96))).model.intake

    assert (intake.side, intake.resized) == (96, 96)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("{", "is not JSON"),
        ("[1]", "must be an object"),
        ('{"size": 224}', "must be an object with some of side, resized, keeps_shape"),
        ('{"mean": [0.5]}', "3 numbers"),
        ('{"mean": 5}', "mean must be three numbers"),
        ('{"mean": ["red", 1, 1]}', "makes no sense"),
        ('{"keeps_shape": "no"}', "keeps_shape must be true or false"),
        ('{"side": 96.0}', "side must be a whole number"),
        ('{"std": [1, 1, 0]}', "above 0"),
        ('{"std": [1, 1, NaN]}', "3 numbers"),
        ('{"side": 100000}', "8 to 2048 pixels"),
        ('{"side": 90, "resized": 80}', "no less than side"),
        ('{"side": 64}', "side is 64, but the model wants 96"),
    ],
)
def test_a_json_that_makes_no_sense_is_refused_with_its_name(
    save: Save, said: str, reason: str
) -> None:
    file = save(shape=(1, 3, 96, 96))
    file.with_suffix(".json").write_text(said)

    with pytest.raises(NetworkError, match=reason) as refused:
        networks.custom(file)

    assert str(file.with_suffix(".json")) in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"a text file\n", bytes(2000)])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "own.onnx"
    file.write_bytes(content)

    with pytest.raises(NetworkError, match=r"own.onnx is not a model that can be run"):
        networks.custom(file)


def test_half_a_model_is_refused(save: Save) -> None:
    file = save()
    file.write_bytes(file.read_bytes()[:-150])

    with pytest.raises(NetworkError, match="is not a model that can be run"):
        networks.custom(file)


def test_a_file_of_pytorch_is_refused_with_the_command_that_converts_it(tmp_path: Path) -> None:
    file = tmp_path / "own.pt"
    file.write_bytes(b"whatever")

    with pytest.raises(NetworkError, match=r"networks.export torchscript .*own.pt .*own.onnx"):
        networks.custom(file)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"second": True}, r"has 2 inputs \(pictures, more\); it must have one"),
        ({"shape": (1, 3, 96, 64)}, r"64 x 96 pixels; they must be square"),
        ({"shape": (8, 3, 96, 96)}, r"with n free or 1"),
        ({"features": 1}, r"a single value a picture"),
    ],
)
def test_a_model_of_another_shape_is_refused_with_what_it_must_be(
    save: Save, wanted: dict[str, object], reason: str
) -> None:
    file = save(**wanted)

    with pytest.raises(NetworkError, match=reason) as refused:
        networks.custom(file)

    assert str(file) in str(refused.value)


def test_a_model_that_answers_with_no_numbers_is_refused(save: Save) -> None:
    file = save(behind="Log")  # of what is below 0, too

    with pytest.raises(NetworkError, match=r"no numbers \(NaN or infinite\)") as refused:
        networks.custom(file)

    assert str(file) in str(refused.value)


def test_an_answer_of_another_size_is_refused(save: Save) -> None:
    model = networks.custom(save()).model
    save(features=9)

    with pytest.raises(NetworkError, match="9 values a picture instead of 5"):
        networks.embed(model, _pixels(model, photo(1)))


def test_an_own_network_is_a_method_only_where_it_is_named(save: Save, tmp_path: Path) -> None:
    file = save()

    (method,) = cnn.custom_methods({"DEDUP_MODEL": str(file)})

    assert method.name == "cnn-custom"
    assert method.width_bytes == 4 * FEATURES
    assert cnn.problem("cnn-custom", environment={"DEDUP_MODEL": str(file)}) == ""
    assert cnn.custom_methods({}) == ()
    missing = {"DEDUP_MODEL": str(tmp_path / "missing.onnx")}
    assert cnn.custom_methods(missing) == ()
    assert "missing.onnx" in cnn.problem("cnn-custom", environment=missing)


@pytest.mark.parametrize("beside", ["own.json", "own.onnx.data", "own.onnx"])
def test_whatever_changes_the_answers_makes_another_version(
    save: Save, tmp_path: Path, beside: str
) -> None:
    environment = {"DEDUP_MODEL": str(save())}
    (before,) = cnn.custom_methods(environment)
    pixels = before.reduce(decode.decode(data_of(photo(1))).upright)[None]

    if beside == "own.onnx":
        save(features=9)
    else:
        (tmp_path / beside).write_text('{"mean": [0, 0, 0]}')

    (after,) = cnn.custom_methods(environment)
    assert 0 < before.version < 2**31
    assert 0 < after.version < 2**31
    assert after.version != before.version
    with pytest.raises(NetworkError, match=r"own.onnx or a file beside it has changed"):
        before.fingerprint(pixels)


def test_the_same_network_is_the_same_version_elsewhere(save: Save, tmp_path: Path) -> None:
    file = save()
    copy = tmp_path / "elsewhere" / "other name.onnx"
    copy.parent.mkdir()
    copy.write_bytes(file.read_bytes())

    assert networks.custom(copy).version == networks.custom(file).version


def test_a_picture_without_an_answer_has_no_direction(save: Save) -> None:
    said = {"mean": [0, 0, 0], "std": [1, 1, 1]}
    file = save()
    file.with_suffix(".json").write_text(json.dumps(said))
    model = networks.custom(file).model

    vectors = networks.embed(model, _pixels(model, Image.new("RGB", (50, 40))))

    assert np.array_equal(vectors, np.zeros((1, FEATURES)))


# The methods


@EVERY_METHOD
def test_a_method_reads_thresholds_as_imagededup_does(method: Method) -> None:
    assert method.default == 0.9
    assert method.limit_of(0.9) == 0.1
    assert method.notch(1).word == "identical"
    assert method.notch(method.default).word == "balanced"
    assert method.notch(method.loosest).word == "very loose"
