"""A project, a desk that somebody sits at, and one browser for everything that needs a real one."""

import pytest
from desk_client import client_of, sit_down
from hands import CHROMIUM, DRIVER, start
from small_desk import make_project


@pytest.fixture(scope="module")
def furnish():
    """Puts into a project what every test of a module needs: nothing, unless the module has a fixture of this name."""
    return lambda project: None


@pytest.fixture
def project(furnish, tmp_path):
    made = make_project(tmp_path / "acme")
    furnish(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def untouched(furnish, tmp_path_factory):
    """(project, its desk): for what is refused, and so changes nothing."""
    made = make_project(tmp_path_factory.mktemp("untouched") / "acme")
    furnish(made)
    client = client_of(made)
    sit_down(client)
    yield made, client
    made.close()


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
