import pytest


@pytest.fixture(params=["numba", "numpy"])
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines; without numba only the one that is there."""
    if request.param == "numba":
        pytest.importorskip("numba")
    return request.param
