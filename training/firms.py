"""Fits employer and recruiting firm of a message together: which pair of two different names is it, or one, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import diags

from training.choice import FAR, shared, table
from triage.understand.organisation import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from training.choice import Question, Vector

    Pairs = Sequence[tuple[Question, Question]]

#: How much a clue that joins two others counts, which holds its weight nearer to zero: left-out authors are read right
#: more often than with 1 (employers .752 against .744, n = 597).
JOINED = 0.6


class Weights(NamedTuple):
    """Clue → weight (log-odds) for either field, and what it counts that a message names both, and that of both the
    recruiting firm alone is the sender's own.
    """

    company: dict[str, float]
    agency: dict[str, float]
    both: float
    own_agency: float


def fit(pairs: Iterable[tuple[Question, Question]], ridge: float) -> Weights:
    """The weights of a logit over pairs (employer or none, recruiting firm or none); deterministic.

    Each pair holds the two questions about one message. Where nothing is known of a field, as its label counts nothing
    or no candidate is right, all of its answers may be.
    """
    asked = [(company, agency) for company, agency in pairs if company.keys and _tells(company, agency)]
    names = shared([company if company.is_learnable else agency for company, agency in asked])
    scale = np.array([JOINED if "|" in name else 1.0 for name in names])
    clues = table([company for company, _ in asked], names) @ diags(scale)
    solved = _solve(clues.tocsr(), asked, ridge)
    company, agency = (dict(zip(names, map(float, part * scale), strict=True)) for part in np.split(solved[:-2], 2))
    return Weights(company, agency, float(solved[-2]), float(solved[-1]))


def _tells(company: Question, agency: Question) -> bool:
    """Whether a message counts; one firm in both fields is no answer."""
    return max(company.weight, agency.weight) > 0 and (company.right != agency.right or not company.right)


class _Answers(NamedTuple):
    """Which answers count, 0 or 1: of each candidate as employer and as firm, of each message none of either."""

    company: Vector
    agency: Vector
    no_company: Vector
    no_agency: Vector


def _right(asked: Pairs) -> _Answers:
    both = [[pair[place] for pair in asked] for place in (0, 1)]
    named = [
        [not one.is_learnable or key == one.right != "" for one in questions for key in one.keys] for questions in both
    ]
    none = [[not one.is_learnable or not one.right for one in questions] for questions in both]
    return _Answers(*(np.array(answers, dtype=float) for answers in (*named, *none)))


def _solve(clues: csr_matrix, asked: Pairs, ridge: float) -> Vector:
    sizes = np.array([len(company.keys) for company, _ in asked])
    weights = np.array([(company.weight + agency.weight) / 2 for company, agency in asked])
    right = _right(asked)
    every = _Answers(*(np.ones(len(answers)) for answers in right))
    own = np.array([OWN in clues for company, _ in asked for clues in company.clues], dtype=float)
    count = clues.shape[1]

    def loss(beta: Vector) -> tuple[float, Vector]:
        company, agency = (np.exp(np.clip(clues @ part, -FAR, FAR)) for part in np.split(beta[:-2], 2))
        counts = np.exp(beta[-2:])
        chosen, possible = (_sum(company, agency, counts, own, which, sizes) for which in (right, every))
        each = np.repeat(weights, sizes)
        slope = [clues.T @ (each * (whole - part)) for part, whole in zip(chosen[1:3], possible[1:3], strict=True)]
        slope += [np.array([weights @ (possible[at] - chosen[at]) for at in (3, 4)])]
        held = np.append(beta[:-2], (0.0, 0.0))
        value = weights @ (possible[0] - chosen[0]) + ridge / 2 * held @ held
        return float(value), np.concatenate(slope) + ridge * held

    found = minimize(loss, np.zeros(2 * count + 2), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x)


def _sum(
    company: Vector, agency: Vector, counts: Vector, own: Vector, which: _Answers, sizes: NDArray[np.int64]
) -> tuple[Vector, Vector, Vector, Vector, Vector]:
    """The logarithm of the sum over the pairs that count, of each message, and its slopes by the scores and `counts`:
    of both, and of both if of the two the recruiting firm alone is the sender's `own`.

    Of n candidates the pairs of two are all n², less those of a name with itself.
    """
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    both, more = counts[0], counts[0] * (counts[1] - 1)
    company, agency = company * which.company, agency * which.agency
    companies, agencies = np.add.reduceat(company, starts), np.add.reduceat(agency, starts)
    others, owns = np.add.reduceat(company * (1 - own), starts), np.add.reduceat(agency * own, starts)
    two = both * (companies * agencies - np.add.reduceat(company * agency, starts)) + more * others * owns
    total = which.no_company * which.no_agency + companies * which.no_agency + agencies * which.no_company + two
    beside = np.repeat(which.no_agency, sizes) + both * (np.repeat(agencies, sizes) - agency)
    beside += more * (1 - own) * np.repeat(owns, sizes)
    beside_agency = np.repeat(which.no_company, sizes) + both * (np.repeat(companies, sizes) - company)
    beside_agency += more * own * np.repeat(others, sizes)
    whole, turned = np.repeat(total, sizes), both * counts[1] * others * owns
    return np.log(total), company * beside / whole, agency * beside_agency / whole, two / total, turned / total
