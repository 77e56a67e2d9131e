"""triage.pipeline.learning: what the decisions are read for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import a_message, an_opportunity
from triage.config import load
from triage.demo import sample
from triage.domain import Interests, Term
from triage.pipeline import learning
from triage.pipeline.learning import examples
from triage.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("interests", "left"),
    [
        (Interests(), {"on-call", "gambling"}),
        (Interests(want=(Term("gambling"),)), {"on-call"}),
        (Interests(avoid=(Term("Rufbereitschaft", 3.0),)), {"gambling"}),
        (Interests(want=(Term("mentorship"),)), {"on-call", "gambling"}),
    ],
)
def test_nothing_is_learned_about_what_the_configuration_states(
    tmp_path: Path, interests: Interests, left: set[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(sample.configuration(1), encoding="utf-8")
    config.chmod(0o600)
    (tmp_path / "data").mkdir(mode=0o700)
    store = open_store(tmp_path / "data")
    message = a_message(
        text="You join the on-call rotation of a gambling platform, and are a mentor.", subject="A role"
    )
    store.teach("home", message, an_opportunity(), accepted=True, origin="files")
    (example,) = examples(store, replace(load(config), interests=interests))
    store.close()
    assert {"on-call", "gambling"} & {*example.known, *example.words} == left
    assert ("mentoring" in example.known) != any(term.text == "mentorship" for term in interests.want)


def test_a_mail_read_for_other_interests_keeps_its_topics_and_is_compared_anew() -> None:
    from triage.score import FitModel

    message, opportunity = a_message(text="Kubernetes and PHP in a warehouse, with on-call duty."), an_opportunity()
    before, after, shipped = Interests(want=(Term("php"),)), Interests(avoid=(Term("php"),)), FitModel.load()
    former = learning.read(message, opportunity, before, shipped)
    afresh = learning.read(message, opportunity, after, shipped)
    assert learning.read(message, opportunity, after, shipped, former) == afresh
    assert afresh.features != former.features
