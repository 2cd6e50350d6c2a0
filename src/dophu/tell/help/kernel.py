"""Help in a kernel: Tab and Shift+Tab in cells of prose, and a hint after a cell whose output will not print.

Everything here is beside the report: whatever fails in it fails in silence, and leaves the kernel's own help.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from IPython.core.completer import SimpleCompletion, context_matcher
from IPython.display import display

from dophu.tell.help.completion import MAGIC, Known, Offers, complete
from dophu.tell.help.hints import KEPT_OUT, Bare, Hint, bare, shown
from dophu.tell.help.looking import Card

MATCHER = "dophu.report"
Asked = Callable[[], Known | None]  # what the report that is open now offers
About = Callable[[str], Card | None]  # a card for a name of prose


class Help:
    """What a kernel has of us; a second report in the same kernel takes the place of the first."""

    def __init__(self, known: Asked, about: About) -> None:
        self.known, self.about = known, about
        self._displayed: Bare | None = None
        self._tags: set[str] = set()

    def install(self, shell: Any) -> None:
        """Take our places in a kernel's shell; a batch's shell has no kernel, and nobody who types."""
        kernel = getattr(shell, "kernel", None)
        if kernel is None:
            return
        others = [each for each in shell.Completer.custom_matchers if _name(each) != MATCHER]
        shell.Completer.custom_matchers[:] = [*others, self.matcher()]
        kernel.do_inspect = self.inspector(kernel)
        former: Help | None = getattr(shell, "_dophu_help", None)
        if former is not None:
            former.leave(shell)
        shell._dophu_help = self
        shell.events.register("pre_run_cell", self.before)
        shell.events.register("post_run_cell", self.after)
        with suppress(AttributeError):
            shell.display_pub.register_hook(self.saw)

    def leave(self, shell: Any) -> None:
        """Give up what would otherwise be done twice."""
        with suppress(ValueError):
            shell.events.unregister("pre_run_cell", self.before)
            shell.events.unregister("post_run_cell", self.after)
        with suppress(AttributeError):
            shell.display_pub.unregister_hook(self.saw)

    # -- Tab ---------------------------------------------------------------------------------------------------

    def matcher(self) -> Any:
        """Make what IPython asks for completions; an exception in it would bring Python's own list back."""

        @context_matcher(identifier=MATCHER, priority=1000)  # type: ignore[untyped-decorator] # IPython is untyped
        def match(context: Any) -> dict[str, Any]:
            offers = None
            with suppress(Exception):
                offers = self.offers(context.full_text, context.cursor_line, context.cursor_position)
            if offers is None:
                return {"completions": [], "suppress": False}
            made = [SimpleCompletion(offer.text, type=offer.shown) for offer in offers.offers]
            return {"completions": made, "matched_fragment": offers.typed, "suppress": True, "ordered": True}

        return match

    def offers(self, cell: str, line: int, column: int) -> Offers | None:
        """List what fits at a line and column of a cell."""
        known = self.known()
        lines = cell.split("\n")
        before = "\n".join([*lines[:line], lines[line][:column]])
        return complete(known, before) if known else None

    # -- Shift+Tab ---------------------------------------------------------------------------------------------

    def inspector(self, kernel: Any) -> Callable[..., Any]:
        """Make what a kernel answers with: a card in prose, its own answer elsewhere."""

        def do_inspect(code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()) -> Any:
            if code.lstrip().startswith(MAGIC):
                card = None
                with suppress(Exception):
                    card = self.about(name_at(code, cursor_pos))
                data = card.bundle() if card else {}
                return {"status": "ok", "found": bool(card), "data": data, "metadata": {}}
            return type(kernel).do_inspect(kernel, code, cursor_pos, detail_level, omit_sections)

        return do_inspect

    # -- after a cell ------------------------------------------------------------------------------------------

    def before(self, info: Any) -> None:
        """Note a cell's tags, which JupyterLab sends along, and forget what the last one showed."""
        self._displayed, self._tags = None, set()
        with suppress(Exception):
            self._tags = set(_shell().kernel.get_parent()["metadata"].get("tags", []))

    def saw(self, message: Any) -> Any:
        """Look at what a cell displays on its way to the page."""
        with suppress(Exception):
            if message["msg_type"] == "display_data":
                self._displayed = shown(message["content"]["data"]) or self._displayed
        return message

    def after(self, result: Any) -> None:
        """Hint at what will not print."""
        with suppress(Exception):
            kind = self._displayed or bare(result.result)
            if kind and result.success and result.info.store_history and not KEPT_OUT & self._tags:
                display(Hint(kind, result.info.raw_cell))


def name_at(code: str, place: int) -> str:
    """Take the name around a place of a text: letters, digits, dots."""
    start = end = min(place, len(code))
    while start and (code[start - 1].isalnum() or code[start - 1] in "_."):
        start -= 1
    while end < len(code) and (code[end].isalnum() or code[end] in "_."):
        end += 1
    return code[start:end].strip(".")


def _shell() -> Any:
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only a notebook has a shell

    return get_ipython()


def _name(matcher: Any) -> str:
    return str(getattr(matcher, "matcher_identifier", ""))
