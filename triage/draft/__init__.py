"""Opportunity + action → Draft: the reply in the sender's language, from sandboxed Jinja templates.

Mail text is never a template: what comes from a message goes in as plain strings, cleaned and cut. `drafter.py` joins
the parts: `asked.py` and `address_form.py` read the mail, `slots.py` and `calendar.py` find times, `values.py` says
what templates may use, `rendering.py` finds and renders them, and `envelope.py` addresses the reply.
"""

from __future__ import annotations

from triage.draft.asked import bumps, wants_next_week
from triage.draft.drafter import Drafter
from triage.draft.envelope import correspondents
from triage.draft.names import first_name
from triage.draft.request import Request, Slot

__all__ = ["Drafter", "Request", "Slot", "bumps", "correspondents", "first_name", "wants_next_week"]
