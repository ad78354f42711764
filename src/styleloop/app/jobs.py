"""The flow as durable workflows: killed at any moment, it goes on where it was, and nothing happens twice.

One launcher per project: only the process that holds the lease (a lock of the file `.styleloop/lock`; on PostgreSQL
one of the server's) runs workflows. Any other process hands its work over through the jobs database and waits; when
the launcher goes, it takes the lease and does the work itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos._serialization import DBOSPortableJSONSerializer
from sqlalchemy.exc import DBAPIError

from styleloop import errors
from styleloop.adapters.stores.engine import open_engine, translated
from styleloop.adapters.stores.lease import lease
from styleloop.app import flow
from styleloop.app.project import Project, Tick
from styleloop.app.versions import Asked
from styleloop.types.brief import Campaign

NAME = "styleloop"
QUEUE = "flow"
VERSION = "flow-2"
"""Goes up when the order of the steps changes: an old run is finished by the old order or started anew."""
PAUSE = 0.2
"""Seconds between two looks at work that another process does."""
MOST_RECOVERIES = 10_000

_LOG = logging.getLogger("dbos")
_LOG.setLevel(logging.CRITICAL)  # what a workflow raises is told by whoever waits for it
# DBOS's own handler would hold the stderr of the first launch, which may be gone at the next.
_LOG.handlers = [logging.NullHandler()]


def _project(root: str) -> Project:
    """Opened anew for every run: brand files may have changed since the last one."""
    return Project(Path(root))


def _step(name: str, work: Callable[[], Any]) -> Any:
    """One durable step: done once; what may help to repeat is repeated."""
    return DBOS.run_step(
        {
            "name": name,
            "retries_allowed": True,
            "max_attempts": 3,
            "interval_seconds": 1.0,
            "should_retry": lambda problem: not getattr(problem, "permanent", True),
        },
        work,
    )


def _tick(project: Project) -> Tick:
    run = str(DBOS.workflow_id)

    def tick(stage: str, done: int, total: int, note: str = "") -> None:
        project.store.report_progress(run, stage, done, total, note)

    return tick


@DBOS.workflow(name="ingest", max_recovery_attempts=MOST_RECOVERIES)
def _ingest(root: str, work: Any) -> Any:
    project = _project(root)
    first = bool(work.get("first_style", True))
    return flow.ingest(
        project, work["paths"], _step, _tick(project), first_style=first, learn=bool(work.get("learn", True))
    )


@DBOS.workflow(name="campaign", max_recovery_attempts=MOST_RECOVERIES)
def _campaign(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.campaign(project, Campaign.model_validate(work["campaign"]), _step, _tick(project), work.get("begun"))


@DBOS.workflow(name="first", max_recovery_attempts=MOST_RECOVERIES)
def _first(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.first_look(project, Campaign.model_validate(work["campaign"]), _step, _tick(project))


@DBOS.workflow(name="versions", max_recovery_attempts=MOST_RECOVERIES)
def _versions(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.versions(project, Asked.model_validate(work), _step, _tick(project))


@DBOS.workflow(name="localise", max_recovery_attempts=MOST_RECOVERIES)
def _localise(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.localise(project, work, _step, _tick(project))


@DBOS.workflow(name="publish", max_recovery_attempts=MOST_RECOVERIES)
def _publish(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.publish(project, project.store.campaigns.get(work["campaign"]), _step, _tick(project))


@DBOS.workflow(name="refine", max_recovery_attempts=MOST_RECOVERIES)
def _refine(root: str, work: Any) -> Any:
    project = _project(root)
    return flow.refine(project, _step, _tick(project), share=work.get("share"))


class Jobs:
    """Durable work on one project, from any process."""

    def __init__(self, project: Project) -> None:
        self._project = project
        stores = project.settings.store
        shared = stores.url if stores.url.startswith("postgres") else ""
        self._url = stores.jobs_url or shared or f"sqlite:///{project.state / 'jobs.db'}"
        self._lease = lease(self._url, project.state / "lock")

    def run(self, workflow: str, key: str, work: Any, watch: Callable[[str], None] = lambda _: None) -> Any:
        """Do `work` by `workflow`, once per `key`; returns what it gave, also when it was done before.

        Args:
            workflow: `ingest`, `first`, `campaign`, `versions`, `localise`, `publish` or `refine`.
            key: the same key twice is one run; a run that failed may be tried again under its key.
            work: JSON.
            watch: called with the run's id every now and then, to show progress.

        Raises:
            StyleloopError: what the workflow raised.
        """
        while True:
            if self._lease.take():
                result = self._do(workflow, key, work, watch)
            else:
                result = self._hand_over(workflow, key, work, watch)
            if result is not _GONE:
                return result

    def start(self, workflow: str, key: str, work: Any) -> str:
        """Queue `work` and return the run's id at once; whoever launches does it.

        Raises:
            StoreError: nobody launched in this project yet, so there is no queue; trying again in a moment helps.
        """
        try:
            return self._enqueue(workflow, key, work)
        except (sa.exc.SQLAlchemyError, errors.StoreError) as problem:
            raise errors.StoreError("the queue is not ready yet; try again in a moment") from problem

    @contextmanager
    def launched(self) -> Iterator[None]:
        """Run workflows in this process; the caller holds the lease. What was interrupted goes on by itself."""
        engine = self._engine()
        config: DBOSConfig = {
            "name": NAME,
            "system_database_engine": engine,
            "application_version": VERSION,
            "executor_id": "local",
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "CRITICAL",
            "notification_listener_polling_interval_sec": 0.1,
        }
        DBOS(config=config)
        try:
            DBOS.launch()
            DBOS.register_queue(QUEUE, global_concurrency=1, polling_interval_sec=0.1)
            yield
        except DBAPIError as problem:
            raise translated(problem) from problem
        finally:
            DBOS.destroy()
            engine.dispose()

    @contextmanager
    def standing_by(self) -> Iterator[Callable[[], bool]]:
        """For long-lived processes: gives a function that takes over launching as soon as nobody else does."""
        holding: list[Any] = []

        def let_go() -> None:
            try:
                while holding:
                    holding.pop().__exit__(None, None, None)
            finally:
                self._lease.release()

        def take_over() -> bool:
            if holding and not self._lease.stands():
                let_go()
            if not holding:
                if not self._lease.take():
                    return False
                launch = self.launched()
                try:
                    launch.__enter__()
                except BaseException:
                    self._lease.release()  # whoever cannot work must not keep others from it
                    raise
                holding.append(launch)
            return True

        try:
            yield take_over
        finally:
            let_go()

    def _engine(self) -> sa.Engine:
        return open_engine(self._url, own_transactions=False)

    @contextmanager
    def _client(self) -> Iterator[DBOSClient]:
        engine = self._engine()
        client = DBOSClient(
            system_database_engine=engine, serializer=DBOSPortableJSONSerializer(), application_name=NAME
        )
        try:
            yield client
        except DBAPIError as problem:
            raise translated(problem) from problem
        finally:
            client.destroy()
            engine.dispose()

    def _enqueue(self, workflow: str, key: str, work: Any) -> str:
        with self._client() as client:
            return self._enqueue_by(client, workflow, key, work)

    def _enqueue_by(self, client: DBOSClient, workflow: str, key: str, work: Any) -> str:
        attempt = 1
        while (found := _status(client, f"{key}#{attempt}")) is not None and found.status in ("ERROR", "CANCELLED"):
            attempt += 1
        run = f"{key}#{attempt}"
        client.enqueue(
            {"queue_name": QUEUE, "workflow_name": workflow, "workflow_id": run}, str(self._project.root), work
        )
        return run

    def _do(self, workflow: str, key: str, work: Any, watch: Callable[[str], None]) -> Any:
        """Do it here, as the one who holds the lease. `_GONE` when the lease was lost before it was done."""
        try:
            with self.launched():
                return self._wait(self._enqueue(workflow, key, work), watch, lambda: not self._lease.stands())
        finally:
            self._lease.release()

    def _hand_over(self, workflow: str, key: str, work: Any, watch: Callable[[str], None]) -> Any:
        """Let the launcher do it. `_GONE` when the launcher has gone before it was done."""
        try:
            run = self._enqueue(workflow, key, work)
        except (sa.exc.SQLAlchemyError, errors.StoreError):  # the launcher may be making the tables this very moment
            time.sleep(PAUSE)
            return _GONE
        return self._wait(run, watch, self._launcher_gone)

    def _launcher_gone(self) -> bool:
        if not self._lease.take():
            return False
        self._lease.release()
        return True

    def _wait(self, run: str, watch: Callable[[str], None], gone: Callable[[], bool]) -> Any:
        with self._client() as client:
            while True:
                status = _status(client, run)
                watch(run)
                if status is not None and status.status == "SUCCESS":
                    return status.output
                if status is not None and status.status in ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"):
                    raise _as_ours(status.error)
                if gone():
                    return _GONE
                time.sleep(PAUSE)


_GONE = object()


def _status(client: DBOSClient, run: str) -> Any:
    found = client.list_workflows(workflow_ids=[run])
    return found[0] if found else None


def _as_ours(problem: Any) -> errors.StyleloopError:
    """What a workflow raised, after a trip through JSON, as the error it was."""
    name = getattr(problem, "name", type(problem).__name__)
    kind = getattr(errors, str(name), None)
    message = getattr(problem, "message", None) or str(problem)
    if isinstance(kind, type) and issubclass(kind, errors.StyleloopError):
        return kind(str(message))
    return errors.StyleloopError(f"the run failed: {message}")
