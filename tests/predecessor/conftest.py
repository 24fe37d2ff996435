"""A running `ward serve --dev` for the tests, as a client of the Python predecessor would meet it."""

import os
import re
import socket
import subprocess
import threading

import pytest

SECRET = "a-secret-of-the-predecessor-of-32-bytes-or-more"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One `ward serve` process; `url` is where it listens."""

    def __init__(self, folder, *arguments, environment=None, config=None):
        command = [os.environ["WARD_BIN"], "serve", "--listen", "127.0.0.1:0", *arguments]
        if config is not None:
            path = folder / "ward.toml"
            path.write_text(config)
            command += ["--config", str(path)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WARD_", "JWT_"))}
        self.process = subprocess.Popen(
            command,
            env={**kept, "WARD_DATA_DIR": str(folder / "data"), **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.url = None
        for line in self.process.stderr:
            found = re.search(r"listening on (http://[0-9.:]+)", line)
            if found:
                self.url = found.group(1)
                break
        assert self.url, "the server did not start"
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def tls_port():
    return free_port()


@pytest.fixture(scope="session")
def server(tmp_path_factory, tls_port):
    running = Server(
        tmp_path_factory.mktemp("ward"),
        "--dev",
        environment={"JWT_SECRET_KEY": SECRET},
        config=f'[outbound]\nallow = ["127.0.0.0/8:{tls_port}"]\n',
    )
    yield running
    running.stop()
