"""To be installed is to be contract-tested: every plug-in of every port, ours and anybody's."""

import pytest

from styleloop.app.registry import PORTS, installed, listed, make
from styleloop.errors import PluginError
from styleloop.testing import CHECKS, check_plugin


@pytest.mark.parametrize(("port", "name"), [(p.port, p.name) for p in listed()])
def test_every_installed_plugin_keeps_its_contract(port, name):
    check_plugin(port, make(port, name))


def test_every_port_has_a_contract_and_a_plugin():
    assert set(CHECKS) == set(PORTS)
    assert all(installed(port) for port in PORTS)


def test_an_unknown_plugin_is_a_clear_error():
    with pytest.raises(PluginError, match=r"no plug-in 'carrier-pigeon' for port channels; installed: folder"):
        make("channels", "carrier-pigeon")


def test_a_plugin_that_breaks_its_promise_is_caught():
    class Shouting:
        name, version = "shouting", "1"
        family = "brand"
        rules = {"loud": "objects to everything"}

        def check(self, items):
            return [() for _ in items][:-1]

    with pytest.raises(AssertionError, match="one result per item"):
        check_plugin("guardrails", Shouting())
