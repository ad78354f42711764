"""A project with models, and an endpoint."""

import json
import threading

import pytest
from answering import Endpoint

from styleloop.app import models, starting
from styleloop.app.project import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """One blank project for a module; each test writes its own models.toml."""
    root = tmp_path_factory.mktemp("brand")
    starting.start(root)
    opened = Project(root)
    yield opened
    opened.close()


@pytest.fixture
def described(project):
    """Writes models.toml; gives the text models, as an operator's run would have them."""

    def written(*entries, half="text"):
        tables = []
        for entry in entries:
            fields = "\n".join(f"{name} = {json.dumps(value)}" for name, value in entry.items())
            tables.append(f"[[{half}]]\n{fields}\n")
        (project.root / "models.toml").write_text("\n".join(tables), "utf-8")
        return models.text_models(project)

    return written


@pytest.fixture(scope="module")
def serving():
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def endpoint(serving):
    serving.stopped.clear()
    yield serving
    serving.stopped.set()
