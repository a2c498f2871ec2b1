"""The terminal itself: the prompt with completion and history, and coloured cards."""

from collections.abc import AsyncGenerator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.text import Text

from adapters.console.view import view
from bot.model.card import Card
from bot.ports import Answers

_WIDEST = 100


class Terminal:
    """Asks for a line, and shows cards."""

    def __init__(self, answers: Answers, *, history: Path | None) -> None:
        self._screen = Console(highlight=False)
        self._prompt: PromptSession[str] = PromptSession(
            FormattedText([("ansicyan bold", "› ")]),
            completer=_Suggestions(answers),
            complete_while_typing=False,
            history=FileHistory(str(history)) if history else InMemoryHistory(),
        )
        self._question: PromptSession[str] = PromptSession(history=InMemoryHistory())

    def welcome(self, first: str, *others: str) -> None:
        """Show the first screen."""
        self._screen.print(Text(first, "bold"))
        for line in others:
            self._screen.print(Text(line))
        self._screen.print()

    async def ask(self, question: str = "") -> str | None:
        """Return what was typed or pasted; None when the person leaves. Ctrl-C drops the line.

        What answers a question is not remembered, and nothing completes it.
        """
        while True:
            try:
                with patch_stdout(raw=True):  # what is posted meanwhile appears above the prompt
                    if question:
                        return await self._question.prompt_async(FormattedText([("bold", question)]))
                    return await self._prompt.prompt_async()
            except KeyboardInterrupt:
                if question:
                    return ""
            except EOFError:
                return None

    def show(self, card: Card, *, first: int = 1, above: str = "") -> None:
        """Show a card, never wider than is pleasant to read; its buttons are numbered from `first`."""
        if above:
            self.say(above)
        self._screen.print(view(card, first=first), width=min(self._screen.width, _WIDEST))
        self._screen.print()

    def say(self, line: str) -> None:
        """Show a line of the playground's own."""
        self._screen.print(Text(line, "dim"))


class _Suggestions(Completer):
    """Completes the last word with what the bot suggests."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def get_completions(
        self,
        document: Document,  # noqa: ARG002 - the base class names it
        complete_event: CompleteEvent,  # noqa: ARG002 - the base class names it
    ) -> list[Completion]:
        """Suggest nothing: the bot is asked asynchronously."""
        return []

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the base class names it
    ) -> AsyncGenerator[Completion, None]:
        """Suggest what the bot would complete the text before the cursor with."""
        typed = document.text_before_cursor
        last = typed.split(" ")[-1]
        for word in await self._answers.complete(typed):
            yield Completion(word, start_position=-len(last))
