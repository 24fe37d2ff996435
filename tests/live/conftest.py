"""Running `ward serve` processes for the tests, as their clients meet them."""

import os
import re
import socket
import subprocess
import threading
import time

import pytest

SECRET = "a-secret-of-the-predecessor-of-32-bytes-or-more"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


API_KEY = re.compile(r"\bward_[a-z0-9]{1,12}_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\b")


class Server:
    """One `ward serve` process. `url` is where it listens, `key` the administrator key that a first start shows."""

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
        self.output = []
        for line in self.process.stderr:
            self.output.append(line)
            found = re.search(r"listening on (http://[0-9.:]+)", line)
            if found:
                self.url = found.group(1)
                break
        assert self.url, "".join(self.output)
        shown = API_KEY.search("".join(self.output))
        self.key = shown.group(0) if shown else None
        for pipe in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self.drain, args=(pipe,), daemon=True).start()

    def drain(self, pipe):
        for line in pipe:
            self.output.append(line)
            shown = API_KEY.search(line)
            if shown and self.key is None:
                self.key = shown.group(0)

    def wait_for_key(self):
        deadline = time.monotonic() + 10
        while self.key is None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert self.key, "the first start showed no administrator key"
        return self.key

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=20)


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
