"""Make the virtual environment and install what is needed: `python tools/install.py run | test`.

Standard library only: it runs before anything is installed. A second call does nothing.
imagededup needs PyTorch. PyTorch's own index has a build for machines without a GPU that is 30
times smaller than the default one, so where there is no NVIDIA GPU it is tried first; when it
cannot be reached within 10 seconds, the default is taken.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
REACHABLE_WITHIN_S = 10
REQUIREMENTS = {
    "run": ["requirements.txt"],
    "test": ["requirements.txt", "requirements-test.txt"],
}


def main() -> int:
    """Install for `run` or `test`; the exit code comes back."""
    if len(sys.argv) != 2 or sys.argv[1] not in REQUIREMENTS:
        print("usage: python tools/install.py run | test", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs under any python3
        print(f"Python 3.11 or newer is needed; this is {platform.python_version()}.")
        return 1
    purpose = sys.argv[1]
    stamp = VENV / f"installed-for-{purpose}"
    if not stamp.exists() or stamp.read_text() != wanted(purpose):
        make_environment()
        if needs_torch() and runs_without_gpu() and reachable(CPU_INDEX):
            print("No NVIDIA GPU here: taking PyTorch's CPU build.")
            pip("install", "torch", "torchvision", "--index-url", CPU_INDEX, must=False)
        files = [part for name in REQUIREMENTS[purpose] for part in ("-r", str(ROOT / name))]
        print("Installing what is needed (the first time this takes some minutes) ...", flush=True)
        pip("install", *files)
        stamp.write_text(wanted(purpose))
    if purpose == "test":
        provide_chromium()
    return 0


def wanted(purpose: str) -> str:
    """A digest of everything that the installation depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for name in REQUIREMENTS[purpose]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """The virtual environment; on Debian the package for it is installed where we may."""
    if is_whole():
        return
    package = f"python3.{sys.version_info.minor}-venv"
    for last_try in (False, True):
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if is_whole():
            return
        if last_try or not apt(package):
            break
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(f"Python's venv module is missing. Install it (Debian: apt install {package}).")


def is_whole() -> bool:
    """Whether the environment is there, has pip, and is of this Python; a broken one is not."""
    if not python().exists():
        return False
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    probe = f"import pip, sys; sys.exit(not sys.version.startswith('{ours}.'))"
    return subprocess.run([str(python()), "-c", probe], check=False).returncode == 0


def python() -> Path:
    """The environment's Python."""
    if os.name == "nt":
        return VENV / "Scripts" / "python.exe"
    return VENV / "bin" / "python"


def pip(*arguments: str, must: bool = True) -> None:
    """Run the environment's pip."""
    command = [str(python()), "-m", "pip", "-q", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, check=False)
    if must and done.returncode:
        sys.exit("The installation failed; the lines above say why. Run the same command again.")


def needs_torch() -> bool:
    """Whether imagededup will ask for PyTorch, and the environment has none yet."""
    if sys.version_info >= (3, 13):
        return False
    probe = "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"
    return subprocess.run([str(python()), "-c", probe], check=False).returncode != 0


def runs_without_gpu() -> bool:
    """Whether this is Linux (elsewhere the default is the CPU build) with no NVIDIA GPU."""
    return (
        sys.platform == "linux"
        and not Path("/proc/driver/nvidia/version").exists()
        and shutil.which("nvidia-smi") is None
    )


def reachable(address: str) -> bool:
    """Whether an address answers in time; looking a name up can hang, so a thread does it."""
    answers: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(f"{address}/", timeout=REACHABLE_WITHIN_S) as answer:
                answers.append(answer.status == 200)
        except OSError:
            answers.append(False)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(REACHABLE_WITHIN_S)
    return bool(answers and answers[0])


def chromium() -> str | None:
    """A Chromium or Chrome on this machine; CHROMIUM names one."""
    named = os.environ.get("CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return named or next((found for name in names if (found := shutil.which(name))), None)


def provide_chromium() -> None:
    """Install Chromium for the browser tests where it is missing and we may."""
    if chromium() is None and not apt("chromium"):
        print(
            "Chromium is missing and cannot be installed here: the browser tests will be skipped."
        )


def apt(package: str) -> bool:
    """Install a Debian package; False where that is not possible."""
    if shutil.which("apt-get") is None:
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and shutil.which("sudo") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {package} ...", flush=True)
    for arguments in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", package],
    ):
        command = [*sudo, "apt-get", *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "env": environment}
        if subprocess.run(command, check=False, **quiet).returncode:  # type: ignore[call-overload]
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
