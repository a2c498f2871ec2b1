"""The promises of the files around the code: lock files, Dockerfile, docs."""

import re
from pathlib import Path

from bot.commands.catalogue import CATALOGUE
from bot.commands.table import renewed
from tools.audit import pins, unhashed

ROOT = Path(__file__).parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_requirement_is_pinned_with_a_hash_and_no_address() -> None:
    for name in ("run", "dev", "bench"):
        lock = text(f"locks/{name}.txt")
        assert pins(lock)
        assert not unhashed(lock)
        assert "://" not in lock


def test_what_runs_is_pinned_the_same_in_every_lock() -> None:
    run = pins(text("locks/run.txt"))
    for name in ("dev", "bench"):
        assert run.items() <= pins(text(f"locks/{name}.txt")).items()


def test_the_image_is_made_by_the_same_steps_as_the_virtual_environment() -> None:
    steps = re.findall(r"pip (install .*)", text("Dockerfile"))
    ours = re.findall(r"\$\(BIN\)/pip (install .*run\.txt|install .*--editable \.)", text("Makefile"))
    assert steps == [step.replace("--editable .", ".") for step in ours]


def test_the_image_runs_without_root_and_writes_only_its_data() -> None:
    last = text("Dockerfile").split("\nFROM ")[-1]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert "VOLUME /data" in last
    assert "NUTGRAF_DB=/data/" in last
    assert "HEALTHCHECK" in last


def test_the_readme_lists_every_command_as_it_is_declared() -> None:
    readme = text("README.md")
    assert renewed(readme) == readme
    assert all(f"`/brief {command.usage}`" in readme for command in CATALOGUE)
