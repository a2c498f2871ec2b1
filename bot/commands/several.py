"""Several names or phrases as one argument, with commas between them."""

from typing import Annotated, Final

from pydantic import AfterValidator

from bot.text import fold, one_line

MOST: Final = 20
LONGEST: Final = 100


def parts_of(text: str | None) -> tuple[str, ...]:
    """Return what stands between the commas, each once; nothing for None."""
    parts = (one_line(part).strip() for part in (text or "").split(","))
    return tuple({fold(part): part for part in reversed([part for part in parts if part])}.values())[::-1]


def several(text: str) -> str:
    """Return the text. Raises ValueError, in words for people, for too many, too long or no parts."""
    parts = parts_of(text)
    if not parts or len(parts) > MOST or any(len(part) > LONGEST or not fold(part) for part in parts):
        raise ValueError(f"write 1 to {MOST} of at most {LONGEST} characters each, with commas between them")
    return text


Several = Annotated[str, AfterValidator(several)]
"""One or several, with commas between them."""
