"""How well an offered role fits what the user wants: facts compared with interests, weighed by a small linear model."""

from triage.score.model import FitModel, score

__all__ = ["FitModel", "score"]
