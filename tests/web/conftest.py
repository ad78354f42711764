"""One browser for everything that needs a real one."""

import pytest
from hands import CHROMIUM, DRIVER, start


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and chromedriver are not installed")
    driver = start(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()
