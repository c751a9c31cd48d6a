"""Dividing money without losing a fraction: the largest remainder method."""

from collections.abc import Sequence


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide `amount` minor units in proportion to the weights; the shares sum to it exactly.

    What integer division leaves goes to the largest remainders, the earlier share first when they are equal.
    """
    total = sum(weights)
    if amount < 0 or total <= 0 or min(weights) < 0:
        raise ValueError(
            "Only an amount of at least zero is divided, by weights of at least zero that are not all zero."
        )
    shares = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares
