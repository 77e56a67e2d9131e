"""Looks over an installation: `doctor` for everything a scan needs, `promises` for what must never be done."""
