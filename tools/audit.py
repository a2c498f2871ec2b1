"""Audits the pinned set without a network: hashes, addresses, licences, and that it is what is installed.

Known vulnerabilities need an advisory database, which only a network has; that part is skipped, loudly.
`pip-audit -r locks/run.txt` asks one where a network is at hand.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LOCKS = Path("locks")
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?", re.MULTILINE
)
_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")
_PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|MPL|Mozilla|Unlicense|Zlib|0BSD|CC0"
    r"|HPND|Public Domain|zlib)\b",
    re.IGNORECASE,
)
_READ_BY_HAND = {"pysqlite3": "zlib"}
"""Packages whose metadata is silent; the licence stands in their own files."""


def pins(lock: str) -> dict[str, str]:
    """Return name and version of every pin in a lock file's text."""
    return {match["name"].lower(): match["version"] for match in _PIN.finditer(lock)}


def unhashed(lock: str) -> list[str]:
    """Return the pins that have no hash."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock)
    return [block.split(" ")[0] for block in blocks if _PIN.match(block) and "--hash=sha256:" not in block]


def licence(package: Distribution) -> str:
    """Return what a package says of its licence: expression, classifiers, or the field's first line."""
    if package.name in _READ_BY_HAND:
        return _READ_BY_HAND[package.name]
    said = package.metadata
    classifiers = [c for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    fields = [*said.get_all("License-Expression", []), *said.get_all("License", [])]
    parts = [*classifiers, *(field.split("\n")[0] for field in fields)]
    return " ".join(part for part in parts if part)


def faults() -> list[str]:
    """Return one sentence for each thing that is wrong."""
    found: list[str] = []
    for path in sorted(LOCKS.glob("*.txt")):
        lock = path.read_text("utf-8")
        found += [f"{path}: {name} has no hash. Run `make lock`." for name in unhashed(lock)]
        if _ADDRESS.search(lock):
            found.append(f"{path}: it names an address. Run `make lock`.")
    for name, pinned in pins((LOCKS / "run.txt").read_text("utf-8")).items():
        found += _installed_faults(name, pinned)
    return found


def _installed_faults(name: str, pinned: str) -> list[str]:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return []  # pinned for another system
    found = []
    if package.version != pinned:
        found.append(f"{name} {package.version} is installed, {pinned} is pinned. Run `make clean setup`.")
    if not _PERMISSIVE.search(licence(package)):
        found.append(f"{name}: its licence is “{licence(package)}”, which isn't known as permissive.")
    return found


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    found = faults()
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print("audit: every pin has hashes, what runs is permissive and installed as pinned")
    print("audit: SKIPPED known vulnerabilities: this needs a network (pip-audit -r locks/run.txt)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
