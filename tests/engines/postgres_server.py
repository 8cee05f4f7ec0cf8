"""A PostgreSQL of our own: a throw-away folder, a port on the loopback, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PASSWORD = "open sesame's"
_UNPRIVILEGED = "postgres"
"""The user that Debian's package makes; PostgreSQL refuses to run as root."""


@dataclass(frozen=True)
class Server:
    port: int
    database: str = "surveys"
    owner: str = "boss"

    def connect(self, database: str = "") -> Any:
        import psycopg

        return psycopg.connect(
            host=HOST,
            port=self.port,
            dbname=database or self.database,
            user=self.owner,
            password=PASSWORD,
            autocommit=True,
        )


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def running(folder_of_programs: Path) -> Iterator[Server]:
    """The server, with an empty database in UTF-8."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="centre-roi-postgres-") as folder:
        data, password = Path(folder) / "data", Path(folder) / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (Path(folder), password):
                shutil.chown(path, _UNPRIVILEGED, _UNPRIVILEGED)

        def run(program: str, *arguments: str) -> None:
            command = [str(folder_of_programs / program), *arguments]
            if os.geteuid() == 0:
                command = [
                    "setpriv",
                    f"--reuid={_UNPRIVILEGED}",
                    f"--regid={_UNPRIVILEGED}",
                    "--clear-groups",
                    *command,
                ]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60)

        secure = ("--auth=scram-sha-256", f"--pwfile={password}", f"--username={Server.owner}")
        run("initdb", f"--pgdata={data}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", *secure)
        settings = f"-p {port} -c listen_addresses={HOST} -c unix_socket_directories='' -c fsync=off"
        run("pg_ctl", f"--pgdata={data}", "-w", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            server = Server(port)
            with server.connect("postgres") as connection:
                connection.execute(f"CREATE DATABASE {server.database}")
                connection.execute("CREATE DATABASE western ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
            yield server
        finally:
            run("pg_ctl", f"--pgdata={data}", "-m", "immediate", "stop")
