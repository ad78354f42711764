"""`styleloop refine`: let results change the house style."""

from __future__ import annotations

from styleloop.cli.output import HERE, JsonOption, ProjectOption, bars, opened, out, say_json


def command(project: ProjectOption = HERE, as_json: JsonOption = False) -> None:
    """Learn from every answer; a new version speaks only when the evidence carries it. Undo: styleloop undo."""
    from styleloop.app.jobs import Jobs

    opened_project = opened(project)
    with bars(opened_project, quiet=as_json) as watch:
        key = f"refine:{len(opened_project.store.responses.all())}:{opened_project.clock().isoformat()}"
        done = Jobs(opened_project).run("refine", key, {}, watch)
    if as_json:
        say_json(done)
        return
    for item in done:
        out.print(f"{item['market']}: {'new version' if item['promoted'] else 'kept'} - {item['words']}", markup=False)
        for change in item["changes"][:6] if item["promoted"] else []:
            out.print(f"   - {change['words']}", markup=False)
