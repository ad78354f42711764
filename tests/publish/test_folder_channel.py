"""A folder as a channel: whole or not at all, once per key, read back, nothing outside the target."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from styleloop.adapters.channels.folder import FolderChannel
from styleloop.ports import Channel
from styleloop.types.channel import Post, Receipt
from styleloop.types.record import Refusal

FILES = (("rain.jpg", b"\xff\xd8picture"), ("caption.txt", "Es regnet. Überall.".encode()))
POST = Post(key="publication_1", name="rain-shell-square", files=FILES, market="en-GB")


def send(target: Path, *posts: Post):
    return FolderChannel().publish(posts or (POST,), str(target))


def tree(target: Path) -> list[str]:
    return sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.name != ".lock")


def test_it_fits_its_port():
    assert isinstance(FolderChannel(), Channel)


def test_a_post_becomes_one_folder_and_the_receipt_names_what_lies_there(tmp_path):
    (receipt,) = send(tmp_path / "published")
    folder = tmp_path / "published" / "en-GB" / "rain-shell-square"
    assert (receipt.key, receipt.channel, receipt.url, receipt.already) == (
        POST.key,
        "folder",
        folder.as_posix(),
        False,
    )
    assert {ref.name: (folder / ref.name).read_bytes() for ref in receipt.files} == dict(FILES)
    assert json.loads((folder / "receipt.json").read_text())["key"] == POST.key
    assert folder.stat().st_mode & 0o055, "others may read what was published"


def test_the_same_key_twice_sends_once(tmp_path):
    send(tmp_path)
    picture = tmp_path / "en-GB" / "rain-shell-square" / "rain.jpg"
    before = picture.stat().st_mtime_ns
    (again,) = send(tmp_path)
    assert again.already
    assert picture.stat().st_mtime_ns == before


def test_another_post_never_takes_a_name_that_is_taken(tmp_path):
    send(tmp_path)
    (refusal,) = send(tmp_path, Post(key="publication_2", name=POST.name, files=FILES, market="en-GB"))
    assert isinstance(refusal, Refusal)
    assert "another post holds this name" in refusal.why
    assert refusal.permanent
    assert "another name" in refusal.cure


@pytest.mark.parametrize("name", ["rain.jpg", "receipt.json", "caption.txt"])
def test_what_was_changed_after_sending_is_told(tmp_path, name):
    send(tmp_path)
    path = tmp_path / "en-GB" / "rain-shell-square" / name
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(bytes(data))
    (refusal,) = send(tmp_path)
    assert isinstance(refusal, Refusal)
    assert name in refusal.why


def test_a_lost_file_is_told(tmp_path):
    send(tmp_path)
    (tmp_path / "en-GB" / "rain-shell-square" / "rain.jpg").unlink()
    (refusal,) = send(tmp_path)
    assert "rain.jpg" in refusal.why


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../escape"},
        {"name": "UPPER"},
        {"name": ""},
        {"name": "a/b"},
        {"name": "-dash"},
        {"name": "x" * 200},
        {"market": ".."},
        {"market": "en-GB/../.."},
        {"files": (("../x", b""),)},
        {"files": (("/etc/x", b""),)},
        {"files": ((".hidden", b""),)},
        {"files": (("a..b", b""),)},
        {"files": (("receipt.json", b""),)},
        {"files": (("a.txt", b""), ("A.TXT", b""))},
    ],
)
def test_unsafe_names_are_refused_and_nothing_is_written(tmp_path, changes):
    given = {"key": "k", "name": "fine", "files": FILES, "market": "en-GB", **changes}
    (refusal,) = send(tmp_path / "t", Post(**given))
    assert isinstance(refusal, Refusal)
    assert tree(tmp_path) == ["t"]


def test_a_market_that_is_a_link_out_of_the_target_is_refused(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "en-GB").symlink_to(outside)
    (refusal,) = send(tmp_path / "t")
    assert isinstance(refusal, Refusal)
    assert list(outside.iterdir()) == []


def test_one_bad_post_does_not_sink_the_others(tmp_path):
    bad = Post(key="bad", name="../bad", files=FILES)
    results = send(tmp_path, bad, POST)
    assert [type(r) for r in results] == [Refusal, Receipt]


def test_what_a_killed_process_left_is_swept(tmp_path):
    left = tmp_path / ".unfinished-0123"
    left.mkdir()
    (left / "half.jpg").write_bytes(b"half")
    send(tmp_path)
    assert not left.exists()


FULL = """
import resource, sys
from pathlib import Path
from styleloop.adapters.channels.folder import FolderChannel
from styleloop.types.channel import Post
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
posts = [Post("big", "big", (("a.txt", b"small"), ("b.jpg", b"x" * 50_000)), "en-GB"),
         Post("small", "small", (("a.txt", b"small"),), "en-GB")]
big, small = FolderChannel().publish(posts, sys.argv[1])
print(big.permanent, "no room" in big.why, bool(big.cure), small.key)
"""


def test_no_room_is_worth_a_retry_and_leaves_nothing_half_written(tmp_path):
    """The operating system itself refuses to write more: a limit on file size stands in for a full disk."""
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True", "small"]
    assert tree(tmp_path) == ["en-GB", "en-GB/small", "en-GB/small/a.txt", "en-GB/small/receipt.json"]


RACE = """
import sys
from styleloop.adapters.channels.folder import FolderChannel
from styleloop.types.channel import Post
posts = [Post(f"key-{i}", f"post-{i}", (("a.txt", b"x" * 1000),), "en-GB") for i in range(20)]
print(sum(not r.already for r in FolderChannel().publish(posts, sys.argv[1])))
"""


def test_two_publishers_at_once_send_each_post_once(tmp_path):
    runs = [
        subprocess.Popen([sys.executable, "-c", RACE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert sum(int(run.communicate()[0]) for run in runs) == 20
