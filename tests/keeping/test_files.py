"""Files are written whole or not at all, and only where they should be."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from baton.errors import StorageError
from baton.keeping import files
from baton.keeping.files import append_line, lock, read_regular, sweep, write_atomically


def test_writes_and_makes_private_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.md"
    write_atomically(str(path), b"text", replace=False)
    assert path.read_bytes() == b"text"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(path.parent) == ["c.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_everything_reaches_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_link, real_mkdir = os.fsync, os.link, os.mkdir

    def fsync(fd: int) -> None:
        steps.append(f"fsync {os.path.basename(os.readlink(f'/proc/self/fd/{fd}'))[:5]}")
        real_fsync(fd)

    def link(source: str, goal: str, **folders: int) -> None:
        steps.append(f"link {goal}")
        real_link(source, goal, **folders)  # type: ignore[arg-type]

    def mkdir(path: str, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        steps.append(f"mkdir {os.path.basename(path)}")
        real_mkdir(path, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "mkdir", mkdir)
    write_atomically(str(tmp_path / "one" / "two" / "x.md"), b"x", replace=False)
    assert steps == [
        "mkdir one",
        f"fsync {tmp_path.name[:5]}",
        "mkdir two",
        "fsync one",
        "fsync .bato",
        "link x.md",
        "fsync two",
    ]
    steps.clear()
    below = str(tmp_path)
    write_atomically(str(tmp_path / "in" / "x.md"), b"x", replace=False, below=below)
    assert steps == [
        "mkdir in",
        f"fsync {tmp_path.name[:5]}",
        "fsync .bato",
        "link x.md",
        "fsync in",
    ]


def test_never_clobbers_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "c.md"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_atomically(str(path), b"new", replace=False)
    assert path.read_bytes() == b"old"
    write_atomically(str(path), b"new", replace=True, mode=0o644)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path / "home") == [".gitconfig"]


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_atomically(str(tmp_path / "c.md"), b"text", replace=False)
    with pytest.raises(FileExistsError):
        write_atomically(str(tmp_path / "c.md"), b"other", replace=False)
    assert (tmp_path / "c.md").read_bytes() == b"text"


@pytest.mark.parametrize("handles", [True, False])
def test_no_link_below_the_root_is_followed(
    handles: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FOLDER_HANDLES", handles)
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "docs").symlink_to(outside)
    for path in ("docs/x.md", "docs/deep/x.md"):
        with pytest.raises(StorageError, match="symbolic link"):
            write_atomically(str(root / path), b"x", replace=False, below=str(root))
    with pytest.raises(StorageError):
        write_atomically(str(root / ".." / "y.md"), b"x", replace=False, below=str(root))
    assert list(outside.rglob("*.md")) == []
    write_atomically(str(root / "a" / "b" / "x.md"), b"x", replace=False, below=str(root))
    assert (root / "a" / "b" / "x.md").read_bytes() == b"x"


def test_a_temporary_file_is_made_on_the_desk(tmp_path: Path) -> None:
    root, desk = tmp_path / "root", tmp_path / "desk"
    root.mkdir()
    desk.mkdir()
    path = str(root / "docs" / "x.md")
    written: list[list[str]] = []
    real = os.link

    def watched(*args: str, **kwargs: int) -> None:
        written.append(os.listdir(desk) + os.listdir(root / "docs"))
        real(*args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "link", watched)
        write_atomically(path, b"x", replace=False, below=str(root), desk=str(desk))
    assert [name[:11] for name in written[0]] == [".baton-tmp-"]
    assert (os.listdir(desk), os.listdir(root / "docs")) == ([], ["x.md"])
    with pytest.raises(FileExistsError):
        write_atomically(path, b"y", replace=False, below=str(root), desk=str(desk))
    assert os.listdir(desk) == []


def test_a_desk_on_another_file_system_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def refuse(source: str, goal: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        if not os.path.samestat(os.fstat(src_dir_fd), os.fstat(dst_dir_fd)):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, goal, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "link", refuse)
    path, desk = tmp_path / "docs" / "x.md", tmp_path / "desk"
    write_atomically(str(path), b"x", replace=False, desk=str(desk))
    assert (path.read_bytes(), os.listdir(desk)) == (b"x", [])


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.md"
    path.write_bytes(b"old")
    program = (
        "import resource, signal, sys\n"
        "from baton.errors import StorageError\n"
        "from baton.keeping.files import write_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_atomically(sys.argv[1], b'n' * 5000, replace=True)\n"
        "except StorageError as error:\n"
        "    sys.exit(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert "no space" in done.stderr
    assert path.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["home", "kept.md"]


def test_lines_are_added_whole(tmp_path: Path) -> None:
    path = tmp_path / "area" / "ledger"
    append_line(str(path), "one")
    with path.open("a") as torn:
        torn.write("tw")
    append_line(str(path), "three")
    append_line(str(path), "four")
    assert path.read_text() == "one\ntw\nthree\nfour\n"
    assert path.stat().st_mode & 0o777 == 0o600
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(StorageError, match="symbolic link"):
        append_line(str(tmp_path / "link"), "five")


def test_reads_only_regular_files(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    os.mkfifo(tmp_path / "pipe")
    assert read_regular(str(tmp_path / "plain"), 5) == b"12345"
    for name, limit in (("plain", 4), ("link", 9), ("pipe", 9), (".", 9)):
        with pytest.raises(StorageError):
            read_regular(str(tmp_path / name), limit)
    with pytest.raises(FileNotFoundError):
        read_regular(str(tmp_path / "none"), 9)


def test_the_lock_excludes_and_dies_with_its_process(tmp_path: Path) -> None:
    path = str(tmp_path / "area" / "lock")
    program = (
        "import sys, time\n"
        "from baton.keeping.files import lock\n"
        "with lock(sys.argv[1], 5):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError), lock(path, 0.05):
            pass
        holder.kill()
        holder.wait()
    with lock(path, 5):
        pass


def test_a_linked_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"whole")
    (tmp_path / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(StorageError), lock(str(tmp_path / "lock"), 1):
        pass
    assert (tmp_path / "victim").read_bytes() == b"whole"


def test_sweeps_only_old_temporary_files_of_ours(tmp_path: Path) -> None:
    old = time.time() - 7200
    for name in (".baton-tmp-1-a", ".baton-tmp-2-b", "mine.md"):
        (tmp_path / name).write_bytes(b"")
    for name in (".baton-tmp-1-a", "mine.md"):
        os.utime(tmp_path / name, (old, old))
    sweep(str(tmp_path))
    sweep(str(tmp_path / "nowhere"))
    assert sorted(os.listdir(tmp_path)) == [".baton-tmp-2-b", "home", "mine.md"]
