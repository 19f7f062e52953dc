"""A private database and the ledger's program on it, in development mode.

The database is started once; each round gets a schema and a server of its own. All of it ends with
the player, however that ends; its files are thrown away unless the player is killed outright.
"""

import contextlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from typing import Callable, Iterator

from .company import write_policy

ROOT = pathlib.Path(__file__).resolve().parents[3]
SERVICES = ("ledger", "waiver")
LONGEST_START_S = 120


def _ground() -> str | None:
    """Memory, where there is enough of it: tables are made far faster than on a disk."""
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30:
        return str(memory)
    return None


def _await(ready: Callable[[], bool], process: subprocess.Popen, log: pathlib.Path) -> None:
    end = time.monotonic() + LONGEST_START_S
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{process.args[0]} did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.02)


def _stop(process: subprocess.Popen, with_signal: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(with_signal)
        process.wait(timeout=60)


class Installation(contextlib.AbstractContextManager):
    """Database and keys for the programs of a build directory."""

    def __init__(self, programs: pathlib.Path) -> None:
        self.programs = programs.resolve()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="cuijiao-play-", dir=_ground()))
        self.socket = self.home / "database" / "socket"
        self.keys = self.home / "keys"
        self._rounds = 0
        self._database: subprocess.Popen | None = None
        try:
            self._start_database()
            self._run("cuijiao-devkeys", "init", "--keys", self.keys,
                      *(word for s in SERVICES for word in ("--service", s)))
            (self.home / "password").write_text("played-in-a-test\n")
            (self.home / "password").chmod(0o600)
            write_policy(ROOT / "services/policy/2017.textproto", self.home / "policy.textproto")
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._database is not None:
            _stop(self._database, signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)

    def token(self, *who: str) -> str:
        """A token for `--staff ID --role ROLE` or `--service NAME`."""
        return self._run("cuijiao-devkeys", "token", "--keys", self.keys, *who)

    def _run(self, program: str, *arguments: object) -> str:
        done = subprocess.run([self.programs / program, *map(str, arguments)], cwd=ROOT, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program} {arguments} failed: {done.stderr}{done.stdout}")
        return done.stdout.strip()

    # MariaDB refuses to run as root; its packages make a user for it. A server that starts deletes
    # all temporary tables in its tmpdir, another server's too, so that each has its own.
    def _start_database(self) -> None:
        directory = self.home / "database"
        directory.mkdir()
        as_user = ["setpriv", "--pdeathsig", "KILL"]
        if os.geteuid() == 0:
            user = pwd.getpwnam("mysql")
            os.chown(directory, user.pw_uid, user.pw_gid)
            self.home.chmod(0o711)
            as_user = ["setpriv", "--reuid", "mysql", "--regid", "mysql", "--init-groups",
                       "--pdeathsig", "KILL"]
        subprocess.run([*as_user, "mariadb-install-db", "--no-defaults",
                        f"--datadir={directory}/data", f"--tmpdir={directory}",
                        "--auth-root-authentication-method=normal", "--skip-test-db",
                        "--innodb-log-file-size=16M"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        log = directory / "log"
        with log.open("w") as out:
            self._database = subprocess.Popen(
                [*as_user, "mariadbd", "--no-defaults", f"--datadir={directory}/data",
                 f"--tmpdir={directory}", f"--socket={self.socket}", f"--pid-file={directory}/pid",
                 "--skip-networking", "--skip-log-bin", "--skip-name-resolve",
                 "--innodb-flush-log-at-trx-commit=0",
                 "--innodb-flush-method=nosync", "--innodb-doublewrite=0",
                 "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M",
                 "--performance-schema=0"],
                stdout=out, stderr=out, start_new_session=True)
        _await(self._database_answers, self._database, log)

    def _database_answers(self) -> bool:
        return subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}",
                               "--user=root", "-e", "SELECT 1"], check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    @contextlib.contextmanager
    def ledger(self) -> Iterator[str]:
        """A ledger with nothing in it; gives its address."""
        self._rounds += 1
        schema = f"ledger_{self._rounds}"
        directory = ROOT / "services/ledger/schema"
        self._run("cuijiao-migrate", "--socket", self.socket, "--schema", schema, "--user", schema,
                  "--password-file", self.home / "password", "--directory", directory)
        log = self.home / f"{schema}.log"
        with log.open("w") as out:
            server = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL",
                 self.programs / "cuijiao-ledger", "--development", "--listen", "127.0.0.1:0",
                 "--database-socket", self.socket, "--database-user", schema, "--schema", schema,
                 "--database-password-file", self.home / "password", "--migrations", directory,
                 "--policy", self.home / "policy.textproto",
                 "--jwks", self.keys / "jwks.json",
                 "--service-key", self.keys / "service-ledger.jwk",
                 "--personal-keys", self.keys / "personal.json"],
                cwd=ROOT, stdout=out, stderr=out, start_new_session=True)
        try:
            address: list[str] = []

            def is_ready() -> bool:
                address[:] = _ready_addresses(log)
                return bool(address)

            _await(is_ready, server, log)
            yield address[0]
        finally:
            _stop(server, signal.SIGKILL)
            subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root",
                            "-e", f"DROP DATABASE {schema}"], check=False)


def _ready_addresses(log: pathlib.Path) -> list[str]:
    """The address in the log's line "ready"; nothing as long as there is none."""
    addresses = []
    for line in log.read_text().splitlines():
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict) and event.get("event") == "ready":
                addresses.append(event["address"])
    return addresses
