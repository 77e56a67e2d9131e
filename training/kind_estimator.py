"""Logistic regression over columns weighed by naive Bayes (Wang and Manning 2012), in scikit-learn's manners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import diags_array
from scipy.special import log_softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class NaiveBayesLogisticRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """One logistic regression for each class against the rest, on columns stretched by how unevenly they fall.

    A column's stretch for a class is |log((its share in the class) / (its share in the rest))|**power: what naive Bayes
    trusts costs the penalty little. The result is linear in the columns as they came: `coef_` (n_classes, n_features),
    `intercept_` (n_classes,). With authors left out (6 folds, 1,093 messages of 30) it raised the recall of outreach at
    precision .95 from .825 to .872, against the multinomial regression that was here before.

    Parameters
    ----------
    C : float: inverse of the penalty's strength, as in LogisticRegression.
    smoothing : float: added to every count.
    power : float: 0 leaves the columns alone, 1 is Wang and Manning's.
    stretched : int or None: how many of the first columns are stretched; None for all.

    """

    def __init__(
        self,
        C: float = 1.0,  # noqa: N803 - scikit-learn's name
        *,
        smoothing: float = 1.0,
        power: float = 0.5,
        stretched: int | None = None,
    ) -> None:
        self.C = C
        self.smoothing = smoothing
        self.power = power
        self.stretched = stretched

    def __sklearn_tags__(self) -> Any:
        """Says to scikit-learn that sparse matrices are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> NaiveBayesLogisticRegression:  # noqa: N803 - scikit-learn's name
        """Fits the weights. `X` is (n_samples, n_features), sparse or dense; `y` holds two classes or more."""
        rows, labels = validate_data(self, X, y, dtype=np.float64, accept_sparse="csr")
        check_classification_targets(labels)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        self.classes_ = np.unique(labels)
        if len(self.classes_) < 2:
            raise ValueError("This solver needs samples of 2 classes in the data, but the data contains only one class")
        fitted = [self._one(rows, labels == one, weights) for one in self.classes_]
        self.coef_ = np.vstack([coefficients for coefficients, _ in fitted])
        self.intercept_ = np.array([intercept for _, intercept in fitted])
        return self

    def _one(self, rows: Any, is_it: NDArray[np.bool_], weights: Floats) -> tuple[Floats, float]:
        stretch = self._stretch(rows, is_it, weights)
        estimator = LogisticRegression(C=self.C, max_iter=1000, tol=1e-6)
        estimator.fit(rows @ diags_array(stretch), is_it, sample_weight=weights)
        return estimator.coef_[0] * stretch, float(estimator.intercept_[0])

    def _stretch(self, rows: Any, is_it: NDArray[np.bool_], weights: Floats) -> Floats:
        last = rows.shape[1] if self.stretched is None else self.stretched
        present = (rows[:, :last] != 0).astype(np.float64)
        inside = self.smoothing + present[is_it].T @ weights[is_it]
        outside = self.smoothing + present[~is_it].T @ weights[~is_it]
        ratio = np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum()))
        everywhere = np.asarray(present.sum(axis=0)).ravel() == rows.shape[0]  # its presence says nothing: left alone
        return np.append(np.where(everywhere, 1.0, ratio**self.power), np.ones(rows.shape[1] - last))

    def _scores(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False, dtype=np.float64, accept_sparse="csr")
        scores: Floats = rows @ self.coef_.T + self.intercept_
        return scores

    def decision_function(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """The score of each class, (n_samples, n_classes); of two, the second's over the first's, (n_samples,)."""
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_log_proba(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """The logarithm of `predict_proba`."""
        logs: Floats = log_softmax(self._scores(X), axis=1)
        return logs

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """The probability of each class: the softmax of the scores, (n_samples, n_classes)."""
        return np.exp(self.predict_log_proba(X))

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803 - scikit-learn's name
        """The likeliest class of each sample, (n_samples,)."""
        likeliest = self._scores(X).argmax(axis=1)
        classes: NDArray[Any] = self.classes_[likeliest]
        return classes
