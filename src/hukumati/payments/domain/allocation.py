"""Dividing money without losing a fraction: the largest remainder method."""

from collections.abc import Sequence


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide `amount` minor units in proportion to the weights; the shares sum to it exactly.

    What integer division leaves over goes to the largest remainders, the earlier share first when they are equal.
    Raises ValueError for a negative amount or weight, or weights that are all zero.
    """
    total = sum(weights)
    if amount < 0 or total <= 0 or min(weights) < 0:
        raise ValueError("The amount must be at least zero; the weights must be at least zero and not all zero.")
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares
