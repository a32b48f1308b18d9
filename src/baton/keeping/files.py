"""The only place that writes files: whole or not at all, and never through a symbolic link.

A write is a temporary file beside its goal, fsync, a rename or link, fsync of the folder. On
POSIX all of it is relative to an open folder, so that no component can be swapped underneath.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from baton.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

TEMPORARY = ".baton-tmp-"  # our own prefix: whatever carries it is ours to sweep
STALE_SECONDS = 3600
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
NON_BLOCKING: int = getattr(os, "O_NONBLOCK", 0)
BINARY: int = getattr(os, "O_BINARY", 0)
# Windows opens no folders; there, paths are checked first and then used as they are.
FOLDER_HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")


class _Folder(NamedTuple):
    path: str
    fd: int | None

    def at(self, name: str) -> str:
        """How to name a file of this folder in a call that gets `dir_fd=self.fd`."""
        return name if self.fd is not None else os.path.join(self.path, name)

    def __enter__(self) -> _Folder:
        return self

    def __exit__(self, *_: object) -> None:
        if self.fd is not None:
            os.close(self.fd)


def write_atomically(
    path: str, data: bytes, *, replace: bool, mode: int = 0o600, below: str = "", desk: str = ""
) -> None:
    """Write `path` whole or not at all, durably; its folders are made when missing.

    With `replace` False an existing file is left alone and FileExistsError raised. With `below`
    (a folder above `path`), nothing between the two may be a symbolic link. Folders are made
    private (0700), but under `below` with the user's usual rights: they are part of the project.
    The temporary file is made in `desk` (a private folder on the same file system) when one is
    given, so that no sudden death leaves it among the project's files.
    Raises StorageError for whatever the file system refuses.
    """
    try:
        with _open_folder(os.path.dirname(path), below) as folder:
            name = os.path.basename(path)
            if desk:
                try:
                    with _open_folder(desk, "") as other:
                        return _write_in(folder, name, data, replace=replace, mode=mode, desk=other)
                except OSError as error:
                    if error.errno not in (errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS):
                        raise
            _write_in(folder, name, data, replace=replace, mode=mode, desk=folder)
    except FileExistsError:
        raise
    except OSError as error:
        raise storage_error(error, path) from error


def make_private_folder(path: str) -> None:
    """Make a folder that only the user can enter. Raises StorageError when that is refused."""
    try:
        _make_folders(path)
    except OSError as error:
        raise storage_error(error, path) from error


def write_private(area: str, inside: str, data: bytes, *, replace: bool) -> str:
    """Write the file `inside` a private area, which an archive may have filled with links.

    Returns its path. Raises StorageError, and FileExistsError when it is there already.
    """
    make_private_folder(area)
    path = os.path.join(area, inside)
    write_atomically(path, data, replace=replace, below=area)
    return path


def append_line(path: str, line: str) -> None:
    """Add one line to a private file in a single write, so that lines of two writers never mix.

    A line that a sudden death left half-written is ended first. Raises StorageError.
    """
    try:
        _make_folders(os.path.dirname(path))
        fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | NO_FOLLOW | BINARY, 0o600)
        try:
            data = line.encode() + b"\n"
            if os.lseek(fd, 0, os.SEEK_END):
                os.lseek(fd, -1, os.SEEK_END)
                data = data if os.read(fd, 1) == b"\n" else b"\n" + data
            os.write(fd, data)
            _sync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise storage_error(error, path) from error


def read_regular(path: str, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Symbolic links, pipes and devices are refused. Raises FileNotFoundError when there is nothing,
    StorageError otherwise.
    """
    try:
        fd = os.open(path, os.O_RDONLY | NO_FOLLOW | NON_BLOCKING | BINARY)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise storage_error(error, path) from error
    if not stat.S_ISREG(os.fstat(fd).st_mode) or (not NO_FOLLOW and os.path.islink(path)):
        os.close(fd)
        raise StorageError(f"{path} is not a regular file, so it isn't read.")
    with os.fdopen(fd, "rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise StorageError(f"{path} is larger than {limit} bytes, so it isn't read.")
    return data


def move_aside(path: str, folder: str) -> str:
    """Move a file into a private folder, beside whatever has its name there; the new path.

    A file that has gone meanwhile is no error. Raises StorageError.
    """
    stem, ending = os.path.splitext(os.path.basename(path))
    try:
        _make_folders(folder)
        number, goal = 1, os.path.join(folder, stem + ending)
        while os.path.lexists(goal):
            number += 1
            goal = os.path.join(folder, f"{stem}~{number}{ending}")
        os.rename(path, goal)
    except FileNotFoundError:
        return goal
    except OSError as error:
        raise storage_error(error, path) from error
    return goal


def remove(path: str) -> None:
    """Delete one file; one that has gone is no error. Raises StorageError."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise storage_error(error, path) from error


def lock(path: str, timeout: float) -> AbstractContextManager[None]:
    """Hold the lock file `path`; raises TimeoutError when another process keeps it too long.

    The operating system drops the lock with the process that held it, so none is ever stale.
    """
    from contextlib import contextmanager  # with filelock 40 ms: only writers need them

    from filelock import FileLock

    @contextmanager
    def held() -> Iterator[None]:
        if os.path.islink(path):
            raise StorageError(f"{path} is a symbolic link, so it isn't used as a lock.")
        holder = FileLock(path, timeout=timeout, mode=0o600, poll_interval=0.01)
        try:
            _make_folders(os.path.dirname(path))
            holder.acquire()
        except NotImplementedError:
            # No locks on this file system. Correctness rests on compare-and-swap; the lock
            # only saves retries.
            yield
            return
        except TimeoutError:
            raise
        except OSError as error:
            raise storage_error(error, path) from error
        try:
            yield
        finally:
            holder.release()

    return held()


def sweep(folder: str) -> None:
    """Remove temporary files that a killed process of ours left in `folder` over an hour ago."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if not name.startswith(TEMPORARY):
            continue
        path = os.path.join(folder, name)
        try:
            if time.time() - os.lstat(path).st_mtime > STALE_SECONDS:
                os.unlink(path)
        except OSError:
            continue  # another process swept it, or it is no longer ours to remove


def storage_error(error: OSError, path: str) -> StorageError:
    """What the file system refused, in words a person can act on."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", -1)):
        return StorageError(
            f"There is no space to write {path}.",
            "Free some space and try again; what was there before is untouched.",
        )
    if error.errno == errno.EROFS:
        return StorageError(
            f"{path} lies on a read-only file system.", "Run this where the project can be written."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        nearest = os.path.dirname(os.path.abspath(path))
        while not os.path.lexists(nearest):
            nearest = os.path.dirname(nearest)
        return StorageError(f"No rights to use {path}.", f"Check who owns it: ls -ld {nearest}")
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return StorageError(
            f"{path} is or lies behind a symbolic link, or a file stands where a folder should.",
            "Replace the link by a real folder; baton never writes through links.",
        )
    return StorageError(f"{path}: {error.strerror or error}")


def _open_folder(path: str, below: str) -> _Folder:
    """Open a folder, making what is missing; under `below` refuse symbolic links on the way."""
    if not below:
        _make_folders(path)
    if not FOLDER_HANDLES:
        return _Folder(_checked_folder(path, below), None)
    flags = os.O_RDONLY | os.O_DIRECTORY
    fd = os.open(below or path, flags)
    try:
        for name in _components(path, below):
            try:
                os.mkdir(name, 0o777, dir_fd=fd)
                os.fsync(fd)
            except FileExistsError:
                pass
            inner = os.open(name, flags | NO_FOLLOW, dir_fd=fd)
            os.close(fd)
            fd = inner
    except BaseException:
        os.close(fd)
        raise
    return _Folder(path, fd)


def _make_folders(path: str) -> None:
    """Make a private folder and what is missing above it, each durably: a file is only as safe
    from a power cut as the names on the way to it."""
    if os.path.isdir(path):
        return
    above = os.path.dirname(path)
    if above == path:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    _make_folders(above)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path) from None
        return
    if FOLDER_HANDLES:
        fd = os.open(above, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _checked_folder(path: str, below: str) -> str:
    """The same without folder handles: make and check each component by its path."""
    here = below or path
    for name in _components(path, below):
        here = os.path.join(here, name)
        os.makedirs(here, exist_ok=True)
        if os.path.islink(here):
            raise OSError(errno.ELOOP, "symbolic link", here)
    return here


def _components(path: str, below: str) -> list[str]:
    if not below:
        return []
    relative = os.path.relpath(path, below)
    names = [] if relative == os.curdir else relative.split(os.sep)
    if os.pardir in names:
        raise OSError(errno.EACCES, "outside the project", path)
    return names


def _write_in(
    folder: _Folder, name: str, data: bytes, *, replace: bool, mode: int, desk: _Folder
) -> None:
    temporary = f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY
    fd = os.open(desk.at(temporary), flags, mode, dir_fd=desk.fd)
    try:
        with os.fdopen(fd, "wb") as stream:
            stream.write(data)
            stream.flush()
            _sync(fd)
        if replace:
            _move(desk, temporary, folder, name)
        else:
            _link(desk, temporary, folder, name)
    except BaseException:
        _unlink(desk, temporary)
        raise
    if folder.fd is not None:
        os.fsync(folder.fd)


def _move(desk: _Folder, temporary: str, folder: _Folder, name: str) -> None:
    os.replace(desk.at(temporary), folder.at(name), src_dir_fd=desk.fd, dst_dir_fd=folder.fd)


def _link(desk: _Folder, temporary: str, folder: _Folder, name: str) -> None:
    """Give the file its name unless that is taken (FileExistsError)."""
    try:
        os.link(desk.at(temporary), folder.at(name), src_dir_fd=desk.fd, dst_dir_fd=folder.fd)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        # No hard links here (FAT, some network folders): reserve the name, then move onto it.
        reserve = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        os.close(os.open(folder.at(name), reserve, 0o600, dir_fd=folder.fd))
        _move(desk, temporary, folder, name)
    else:
        _unlink(desk, temporary)


def _unlink(folder: _Folder, name: str) -> None:
    try:
        os.unlink(folder.at(name), dir_fd=folder.fd)
    except OSError:
        return  # already moved, or the next sweep removes it


def _sync(fd: int) -> None:
    """Bring a file's bytes to the disk itself."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)  # fsync alone stops at the drive's cache
    else:
        os.fsync(fd)
