import pytest

from styleloop.adapters.documents.apart import Reader


@pytest.fixture(scope="session")
def reader():
    """One child process for all tests that read documents."""
    made = Reader()
    yield made
    made.close()
