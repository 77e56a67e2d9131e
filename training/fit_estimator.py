"""A logistic regression that starts from prior weights and keeps their signs, in scikit-learn's manners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from triage.learn.solving import Problem, polished

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class PriorLogisticRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Binary logistic regression, maximum a posteriori under a Gaussian prior, within bounds.

    Minimises the weighted log loss plus ½·Σ strength·(coef − prior)² with L-BFGS-B: what the data does not speak about
    stays at its prior, and a weight never leaves its bounds. With every strength above 0, and that of the intercept,
    the problem is strictly convex: there is one answer, whatever solves it.

    Parameters
    ----------
    prior : array of (n_features,), a number, or None (0): the weights before any data.
    lower, upper : arrays of (n_features,), numbers, or None: bounds of the weights.
    strength : float or array of (n_features,): how much evidence each prior weight weighs (1 / variance).
    intercept_prior, intercept_strength : floats: the same for the intercept; strength 0: it has no prior.
    intercept_bounds : (float, float) or None: bounds of the intercept.
    newton_steps : int: steps of Newton's method at the end, on the weights that touch no bound: they leave an
        error of a few units in the last place, whatever the version of the search.

    """

    def __init__(
        self,
        prior: ArrayLike | None = None,
        *,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
        strength: ArrayLike = 1.0,
        intercept_prior: float = 0.0,
        intercept_strength: float = 0.0,
        intercept_bounds: tuple[float, float] | None = None,
        max_iter: int = 1000,
        newton_steps: int = 0,
    ) -> None:
        self.prior = prior
        self.lower = lower
        self.upper = upper
        self.strength = strength
        self.intercept_prior = intercept_prior
        self.intercept_strength = intercept_strength
        self.intercept_bounds = intercept_bounds
        self.max_iter = max_iter
        self.newton_steps = newton_steps

    def __sklearn_tags__(self) -> Any:
        """Says to scikit-learn that two classes are all there may be."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> PriorLogisticRegression:  # noqa: N803 - scikit-learn's name
        """Fits the weights. `X` is (n_samples, n_features); `y` holds two classes, the second being "fits"."""
        rows, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        self.classes_, targets = np.unique(labels, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError(
                f"Only binary classification is supported. The type of the target is {len(self.classes_)} classes"
            )
        if len(self.classes_) < 2:
            raise ValueError("This solver needs samples of 2 classes in the data, but the data contains only one class")
        width = rows.shape[1]
        least, most = self.intercept_bounds or (-np.inf, np.inf)
        problem = Problem(
            rows,
            targets.astype(np.float64),
            weights,
            prior=np.append(_each(self.prior, width, 0.0), self.intercept_prior),
            strength=np.append(_each(self.strength, width, 1.0), self.intercept_strength),
            low=np.append(_each(self.lower, width, -np.inf), least),
            high=np.append(_each(self.upper, width, np.inf), most),
        )
        found = minimize(
            problem.loss,
            problem.start,
            jac=True,
            method="L-BFGS-B",
            bounds=[*zip(problem.low, problem.high, strict=True)],
            options={"maxiter": self.max_iter, "ftol": 1e-12, "gtol": 1e-7},
        )
        point = polished(found.x, problem, self.newton_steps)
        self.coef_, self.intercept_ = point[None, :-1], point[-1:]
        self.n_iter_ = np.array([int(found.nit)])
        return self

    def decision_function(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """The log-odds of the second class, (n_samples,)."""
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False, dtype=np.float64)
        log_odds: Floats = rows @ self.coef_[0] + self.intercept_[0]
        return log_odds

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """The probability of each class, (n_samples, 2)."""
        second = expit(self.decision_function(X))
        return np.column_stack((1.0 - second, second))

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803 - scikit-learn's name
        """The likelier class of each sample, (n_samples,)."""
        likelier = (self.decision_function(X) > 0).astype(int)
        classes: NDArray[Any] = self.classes_[likelier]
        return classes


def _each(value: ArrayLike | None, width: int, default: float) -> Floats:
    return np.broadcast_to(np.asarray(default if value is None else value, dtype=np.float64), (width,))
