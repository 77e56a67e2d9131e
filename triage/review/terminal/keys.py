"""The keys of `triage review`, the same on the screen and in the plain dialogue."""

from __future__ import annotations

from triage.domain import Action

#: One key a decision.
DECISIONS = {"a": Action.ACCEPT, "q": Action.ASK, "d": Action.DECLINE, "s": Action.SKIP}

#: What confirms: a warned mail, a batch. Every other key leaves it.
CONFIRM = "y"

#: (key, what it does), as `?` shows them.
HELP = (
    ("a  q  d  s", "accept, ask, decline, skip; and on to the next mail"),
    ("y", "the second key, where a mail carries a warning"),
    ("u", "undo: takes the last decision back, and its draft"),
    ("e  E", "edit the reply here (Esc ends it), or in $EDITOR; then decide"),
    ("t", "another template: of a, q, d, other languages, your own"),
    ("w", "why: every contribution to the fit; again: the mail"),
    ("Tab", "the next pane: mail, why, reply"),
    ("j k ↓ ↑", "the next mail, the previous one; Home, End: first, last"),
    ("Space b", "further down, further up; PageDown and PageUp too"),
    ("/", "filter: words, fit<30, is:warned, is:drafted, is:all"),
    ("o", "order: newest, best fit, worst fit, oldest, company"),
    ("D", "decline everything under a fit: a preview, then y"),
    ("r", "read everything anew"),
    ("?", "this help"),
    ("x  Ctrl-Q", "leave; your place and your words are kept"),
)
