"""Products of random matrices, against NumPy and the distribution of chi."""

import numpy as np
import pytest
import torch
from scipy import stats

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import products
from trainlab.nn import initializers
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer


def test_a_product_is_that_of_its_matrices_one_by_one():
    size, factors = 3, 7
    found = products.products(plain.settings(4, seed=5), size, factors)
    unit = torch.eye(size, dtype=torch.float64)
    net = MLP([size] * (factors + 1), activation="identity")
    for member in range(4):
        alone = Trainer(
            net,
            (unit, unit),
            init=initializers.normal(1.0),
            seed=5 + member,
            device="cpu",
            dtype=torch.float64,
        )
        product = np.eye(size)
        for layer in range(1, factors + 1):
            product = alone.weights(layer)[0].numpy() @ product
            length = np.log10(np.linalg.norm(product[:, 0]))
            assert found.norm[layer - 1, member] == pytest.approx(length)
        assert found.largest[member] == pytest.approx(np.log10(np.abs(product).max()))
        assert found.growth[member] * factors == pytest.approx(length * np.log(10))


@pytest.mark.parametrize("size", products.SIZES)
def test_the_rate_is_the_mean_logarithm_of_chi(size):
    log_chi = stats.chi(size)
    mean = log_chi.expect(np.log)
    spread = np.sqrt(log_chi.expect(lambda x: (np.log(x) - mean) ** 2))
    assert products.growth_rate(size) == pytest.approx(mean, abs=1e-6)
    assert products.growth_spread(size) == pytest.approx(spread, abs=1e-6)


def test_growth_agrees_with_theory_in_mean_and_spread():
    size, networks = 4, 400
    growth = products.products(plain.settings(networks), size).growth
    spread = products.growth_spread(size) / np.sqrt(products.FACTORS)
    assert abs(growth.mean() - products.growth_rate(size)) < 4 * spread / np.sqrt(networks)
    assert growth.std() == pytest.approx(spread, rel=0.15)


def test_exploding_product_places_the_sources_products():
    result = experiments.run("exploding-product", networks=60, progress=False, device="cpu")
    largest = result.data["largest 5"]
    share = result.measured["share of 5 x 5 products below the source's"]
    assert share == (largest < np.log10(1.3111e29)).mean()
    assert result.claimed[products.growth_name(5)] == "theory: 0.6982"
    assert "1e3" in result.picture().alt
    assert len(result.data["norm 4"]) == 101
    assert len(result.data["norm 5"]) == 100
    assert "after 101 of 4 x 4" in result.picture().alt
    entries = [name for name in result.claimed if "entry" in name]
    assert len(entries) == 2
    assert all("source: one product" in name and name in result.measured for name in entries)
    for row in result.sensitivity:
        factors = 101 if row["size"] == 4 else 100
        error = products.growth_spread(row["size"]) / np.sqrt(60 * factors)
        away = row["growth per factor"] - row["theory"]
        assert row["standard errors apart"] == pytest.approx(away / error)


def test_products_grow_at_the_rate_of_theory_or_the_sizes_that_do_not_are_named():
    holds, text = products._answer({2: 1.0, 5: -2.9}, {5: 0.2, 4: 0.03})
    assert holds is True
    assert "all 2 sizes grow at the rate of theory (at most 2.9 standard errors apart)" in text
    assert "20% (5 x 5), 3% (4 x 4)" in text
    assert "both among the middle 95%" in text
    holds, text = products._answer({2: 1.0, 5: -3.1}, {5: 0.2, 4: 0.03})
    assert holds is False
    assert "More than 3 standard errors from theory's rate of growth: 5 x 5 (-3.1)." in text
    assert "2 x 2" not in text


def test_a_product_outside_the_middle_is_named():
    holds, text = products._answer({2: 1.0}, {5: 0.2, 4: 0.01})
    assert holds is False
    assert "the 4 x 4 one outside the middle 95%" in text
    holds, text = products._answer({2: 1.0}, {5: 0.99, 4: 0.01})
    assert holds is False
    assert "5 x 5 and 4 x 4 outside the middle 95%" in text
