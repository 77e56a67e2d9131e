"""Prints golden replies for a reader who sees nothing else, or makes them anew (`--update`): from the
facts that are kept with them, or from facts read anew (`--facts`)."""

from __future__ import annotations

import sys

from tests.replies import golden


def main(arguments: list[str]) -> None:
    """`[--update [--facts]] [LANGUAGE or part of a name]...`."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    for pair in golden.every():
        if names and not any(pair.path.parent.name == name or name in pair.name for name in names):
            continue
        if "--update" in arguments:
            golden.write(golden.understood(pair) if "--facts" in arguments else golden.redrafted(pair))
            continue
        sys.stdout.write(
            f"{'═' * 100}\n{pair.name} ({' '.join(pair.wanted)})\n\n{pair.mail}\n{'─' * 100}\n{pair.reply}\n"
        )


main(sys.argv[1:])
