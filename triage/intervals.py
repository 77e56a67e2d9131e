"""95 % intervals of shares, and of what is told of a ranking."""

from __future__ import annotations

import math

_Z = 1.96  # standard errors to either side


def wilson(hits: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927), which it always holds; (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    share, extra = hits / n, _Z * _Z / n
    middle, reach = share + extra / 2, _Z * math.sqrt(share * (1 - share) / n + extra / (4 * n))
    low, high = max(0.0, (middle - reach) / (1 + extra)), min(1.0, (middle + reach) / (1 + extra))
    return min(low, share), max(high, share)  # rounding puts the upper end for 20 of 20 below 1


def of_average_precision(value: float, positives: int) -> tuple[float, float]:
    """The 95 % interval of an average precision, as of a share of the positives.

    Of the intervals that Boyd, Eng and Page (2013, "Area under the precision-recall curve") compare, the binomial one
    is wide enough with few positives; resampling says 1.00 to 1.00 of five that happen to be ranked right.
    """
    return wilson(value * positives, positives)
