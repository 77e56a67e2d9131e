"""How well an offered role fits what the user wants: facts compared with interests, weighed by a small linear model."""

from triage.score.gist import KeptPage, MailPage
from triage.score.model import FitModel, score, score_page

__all__ = ["FitModel", "KeptPage", "MailPage", "score", "score_page"]
