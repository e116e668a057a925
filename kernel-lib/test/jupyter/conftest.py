import os

import kernels
import pytest
from session import Session


def require(name):
    """Skips, or fails where everything must be there, as in CI."""
    if name in kernels.MISSING:
        (pytest.fail if os.environ.get("PACKETWALK_STRICT") else pytest.skip)(kernels.MISSING[name])


@pytest.fixture(scope="module")
def ours():
    """Our kernel, one for all tests of a module."""
    require(kernels.OURS)
    session = Session(kernels.OURS)
    yield session
    session.close()


@pytest.fixture
def fresh():
    """Our kernel, a new one."""
    require(kernels.OURS)
    session = Session(kernels.OURS)
    yield session
    session.close()


@pytest.fixture(scope="module", params=kernels.ALL)
def each(request):
    """Each of the three kernels, with the library on its class path."""
    require(request.param)
    session = Session(request.param)
    session.kernel = request.param
    yield session
    session.close()
