"""Looks over an installation: `doctor` checks that everything a scan needs is there, `promises` that nothing else is done."""
