"""Who may approve what; and that nothing leaves whose approval, seal, claim, licence or market does not hold today."""

import re
from datetime import date

import pytest
from reviewed_project import CLAIMS, ME, approve, english, make_project, product, puffery, write_policy

from styleloop.app import policies
from styleloop.app.shipping import Person, approval, approve_all, decide, lines_of, pack, ship
from styleloop.errors import PolicyError, SettingsError
from styleloop.types.audit import Finding
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.review import Edit, Publication

TWO = '[[approval]]\nmarkets = ["en-GB"]\nfour_eyes = true\napprovals = 2\nroles = ["legal"]\n'
BRAND, LEGAL = Person("p-17", "reviewer"), Person("p-4", "legal")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """For what writes nothing but what its own test reads."""
    return make_project(tmp_path_factory.mktemp("shared") / "project")


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path / "project")


def why(project):
    got = pack(project, english(project)[0])
    return got.why if isinstance(got, Refusal) else "may leave"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[aproval]]\n", r"policy\.toml, line 1: key aproval: expected one of \[\[approval\]\]"),
        (
            '# who\n[[approval]]\napprovals = 2\n\n[[approval]]\nmarkets = ["de-DE"]\naprovals = 3\n',
            r"line 7: .*did you mean",
        ),
        ("[[approval]]\nfour_eyes = true\napprovals = 0\n", r"line 3: .*approvals.*greater than or equal to 1"),
        ('[[approval]]\nmarkets = ["fr-FR"]\n', r"line 2: .*markets.*de-DE, en-GB.*got: 'fr-FR'"),
        ('[[dismissal]]\nguardrail = "claim"\nroles = ["legal"]\n', r"line 2: .*name of a check.*got: 'claim'"),
        ('[[dismissal]]\nfamily = "law"\nroles = ["legal"]\n', r"line 2: .*family"),
        ('[[people]]\nwho = "p-1"\n', r"line 1: .*roles"),
        ("[[approval]]\n[[approval]]\n", "two .* rules speak of every other market"),
        ("people = 3\n", r"line 1: key people: expected blocks"),
        ("[[approval\n", "not TOML"),
    ],
)
def test_a_wrong_policy_names_file_line_and_key(shared, text, said):
    write_policy(shared.root, text)
    with pytest.raises(SettingsError, match=said):
        policies.policy(shared)


def test_two_people_one_of_them_legal(tmp_path):
    project = make_project(tmp_path / "project", TWO)
    assert "nobody has approved" in why(project)
    approve(project, BRAND)
    (line,) = (one for one in lines_of(project) if one.market == "en-GB")
    assert (line.state, line.signed, line.missing) == ("waiting", "1 of 2", ("somebody as legal",))
    assert "approved by 1 of 2; missing: somebody as legal" in why(project)
    with pytest.raises(PolicyError, match=r"p-17 has approved .* already; missing: somebody as legal"):
        approve(project, BRAND)
    done = approve_all(project, LEGAL)
    assert (done.count, done.partly) == (2, 0)
    (line,) = (one for one in lines_of(project) if one.market == "en-GB")
    assert (line.state, line.signed) == ("approved", "")
    assert why(project) == "may leave"
    write_policy(project.root, TWO.replace("= 2", "= 3"))
    assert "approved by 2 of 3; missing: 1 more person" in why(project)


def test_a_change_ends_every_approval_before_it(tmp_path):
    project = make_project(tmp_path / "project", TWO)
    approve(project, BRAND)
    decide(project, english(project)[0].id, LEGAL, "change", reason="Drier, please.")
    approve(project, LEGAL)
    assert approval(project, english(project)[0]).words() == "1 of 2"


def test_who_edited_a_line_sends_it_back_but_does_not_approve_it(tmp_path):
    project = make_project(tmp_path / "project", TWO)
    first = english(project)[0]
    edit = Edit(
        before=Copy.of(headline="Rain."), after=first.words, reason="Drier.", who="p-4", role="legal", market="en-GB",
        variant=first.id, line=first.line, made=first.line, at=project.clock(),
    )  # fmt: skip
    approve(project, LEGAL)
    approve(project, BRAND)
    assert why(project) == "may leave"
    project.store.edits.add([edit])
    assert "p-4 wrote or edited the line" in why(project)
    with pytest.raises(PolicyError, match="somebody else has to approve"):
        approve(project, LEGAL)
    assert decide(project, first.id, LEGAL, "reject", reason="No.")


def test_where_people_are_listed_only_they_decide_and_until_their_last_day(tmp_path):
    listed = '[[people]]\nwho = "p-17"\nroles = ["reviewer"]\nmarkets = ["en-GB"]\nuntil = 2026-09-10\n'
    project = make_project(tmp_path / "project", listed)
    german = project.store.variants.all(market="de-DE")[0]
    for person in (ME, LEGAL, Person("p-9", "reviewer")):
        with pytest.raises(PolicyError, match=r"may not decide|these may"):
            approve(project, person)
    with pytest.raises(PolicyError, match=r"policy\.toml lists for it: nobody"):
        decide(project, german.id, Person("p-9", "reviewer-de"), "approve")
    approve(project, BRAND)
    project.clock.on(date(2026, 9, 12))
    assert why(project) == "may leave"
    with pytest.raises(PolicyError, match="may not decide as reviewer"):
        decide(project, english(project)[0].id, BRAND, "change", reason="Late.")
    write_policy(project.root, listed.replace("09-10", "08-31"))
    assert "does not list p-17" in why(project)


def test_who_may_set_what_aside(tmp_path):
    rules = (
        '[[dismissal]]\nfamily = "claims"\nroles = ["architect"]\n[[dismissal]]\nseverity = "warn"\nroles = ["brand"]\n'
    )
    project = make_project(tmp_path / "project", rules)
    first = english(project)[0]
    talk = puffery(first.id)
    project.store.findings.add([talk])
    with pytest.raises(PolicyError, match=r"may not dismiss this remark of claims .*these may: architect"):
        approve(project, BRAND, dismissed=[talk.id])
    approve(project, ME, dismissed=[talk.id])


def block(project, cited):
    found = Finding(
        subject=english(project)[0].id, guardrail="claims@1", rule="ends-soon", severity="block", message="Ends soon.",
        cited=cited,
    )  # fmt: skip
    project.store.findings.add([found])
    return found


def test_a_dismissed_block_ends_with_the_claim_it_cites(project):
    stop = block(project, "claim.gale: Wind tunnel, 2026-02-11")
    approve(project, ME, dismissed=[stop.id], reason="Out for two weeks only.")
    assert why(project) == "may leave"
    product_ends(project, date(2026, 12, 31))
    project.clock.on(date(2026, 11, 2))
    (line,) = (one for one in lines_of(project) if one.market == "en-GB")
    assert line.state == "blocked"
    assert stop.id in why(project)


def product_ends(project, day):
    shot = product().pictures[0]
    rights = shot.rights.model_copy(update={"ends": day})
    project.store.products.add([product(pictures=(shot.model_copy(update={"rights": rights}),))])


def test_a_role_that_may_no_longer_dismiss_dismisses_no_longer(project):
    stop = block(project, "facts of umbrella")
    approve(project, ME, dismissed=[stop.id], reason="Weighed again.")
    assert why(project) == "may leave"
    write_policy(project.root, '[[dismissal]]\nseverity = "block"\nroles = ["legal"]\n')
    assert stop.id in why(project)


def test_what_does_not_hold_today_does_not_leave(project):
    approve(project)
    first, second = english(project)
    assert isinstance(ship(project, first), Publication)
    assert ship(project, first).id == project.store.publications.all()[0].id, "twice the same leaves once"
    project.clock.on(date(2026, 8, 1))
    assert "a clock is wrong" in str(ship(project, second))
    project.clock.on(date(2026, 10, 2))
    assert "its rights ended on 2026-09-20" in str(ship(project, second))
    product_ends(project, date(2026, 12, 31))
    project.clock.on(date(2026, 11, 1))
    assert re.search(r"claim gale.*ended on 2026-10-31", str(ship(project, second)))
    assert len(project.store.publications.all()) == 1


def test_a_fact_confirmed_as_it_stood_changes_nothing_that_was_approved_and_another_figure_does(project):
    approve(project)
    weight = product().facts[0]
    confirmed = weight.model_copy(update={"status": "confirmed", "evidence": "Weighed again.", "span": None})
    project.store.products.add([product(facts=(confirmed, *product().facts[1:]))])
    assert why(project) == "may leave"
    other = confirmed.model_copy(update={"number": 420.0})
    project.store.products.add([product(facts=(other, *product().facts[1:]))])
    assert why(project) != "may leave"


def test_one_byte_changed_after_approval_does_not_leave(project):
    approve(project)
    first = english(project)[0]
    words = first.words.replaced("body", first.words.text("body") + ".")
    got = ship(project, type(first).model_validate({**first.model_dump(exclude={"id"}), "words": words.model_dump()}))
    assert "words, alt text, format or market changed" in str(got)
    got = ship(project, type(first).model_validate({**first.model_dump(exclude={"id"}), "market": "de-DE"}))
    assert "nobody has approved it" in str(got), "an approval is for its own market"
    blob = next((project.state / "blobs").rglob(first.rendering.file[2:]))
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(data)
    with pytest.raises(Exception, match="changed on the disk"):
        ship(project, first)
    assert not project.store.publications.all()


def test_a_claim_taken_out_of_the_register_is_seen_and_told_in_the_trail(project):
    approve(project)
    (project.root / "brand" / "claims.toml").write_text(CLAIMS.replace("2026-10-31", "2026-12-31"), "utf-8")
    project.look_again()
    write_policy(project.root, TWO)
    with pytest.raises(PolicyError):
        decide(project, english(project)[0].id, Person("p-1", "nobody"), "approve")
    approve(project, LEGAL)
    kinds = [(one.kind, one.body.get("claim", "")) for one in project.store.trail.every()]
    assert kinds.count(("claim", "gale")) == 2
    assert kinds.count(("policy", "")) == 1
