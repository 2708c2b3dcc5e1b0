"""Milliseconds that NumPy takes for a Monte Carlo estimate of KL(N(mu, sigma^2) || N(0, 1)), and the estimate."""

import sys
import time

import numpy as np

MU, SIGMA = 0.75, 1.25


def log_density(z, mean, deviation):
    return -0.5 * ((z - mean) / deviation) ** 2 - np.log(deviation) - 0.5 * np.log(2 * np.pi)


def estimate(rng, n):
    z = MU + SIGMA * rng.standard_normal(n)
    return np.mean(log_density(z, MU, SIGMA) - log_density(z, 0.0, 1.0))


def main():
    n, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = np.random.default_rng(seed)
    estimate(rng, n)
    start = time.perf_counter()
    value = estimate(rng, n)
    print((time.perf_counter() - start) * 1e3, value)


main()
