"""A desk that somebody sits at, and one browser for everything that needs a real one."""

import pytest
from desk_client import client_of, sit_down
from hands import CHROMIUM, DRIVER, start


@pytest.fixture
def desk(project):
    """The desk of the module's own project."""
    client = client_of(project)
    sit_down(client)
    return client


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and chromedriver are not installed")
    driver = start(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()
