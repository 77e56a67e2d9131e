"""Finds the shipped models/ and templates/, in an installed wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """`triage/_shipped/NAME` in a wheel, `../NAME` in a checkout or an editable install."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def models_dir() -> Path:
    """The folder that holds kind/ and fit/."""
    return _shipped("models")


def templates_dir() -> Path:
    """The folder that holds reply/<language>/."""
    return _shipped("templates")
