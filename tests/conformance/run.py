#!/usr/bin/env python3
"""Conformance, witnessed by tools that nobody here wrote.

schemathesis sends the fake PingOne whatever the contract allows and forbids, and holds the answers
against the contract. Prism stands between the client and the fake and holds every request of the
client against the contract. Both tools are installed below `target/conformance`, from PyPI and npm,
at fixed versions. A tool that cannot be installed is skipped with a line that says so, unless
CONFORMANCE=required is set.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "conformance"
CACHE = ROOT / "target" / "conformance"
SCHEMATHESIS = "schemathesis==4.32.0"
REQUIRED = os.environ.get("CONFORMANCE") == "required"


class Skipped(Exception):
    """A tool is not there and cannot be had."""


def cargo(*arguments, **options):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, **options)


def installed_schemathesis():
    """The program, installed if need be."""
    folder = CACHE / "venv"
    program = folder / "bin" / "schemathesis"
    stamp = folder / SCHEMATHESIS
    if not stamp.exists():
        try:
            venv.create(folder, with_pip=True, clear=True)
            pip = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, SCHEMATHESIS], check=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            raise Skipped(f"{SCHEMATHESIS} cannot be installed: {error}") from error
        stamp.touch()
    return program


def installed_prism():
    """The program, installed if need be."""
    if shutil.which("npm") is None:
        raise Skipped("npm is not installed")
    folder = CACHE / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    manifest = folder / "package.json"
    program = folder / "node_modules" / ".bin" / "prism"
    if not program.exists() or manifest.read_text() != wanted:
        manifest.write_text(wanted)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
        try:
            subprocess.run(install, cwd=folder, check=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            raise Skipped(f"Prism cannot be installed: {error}") from error
    return program


@contextmanager
def running(command, ready, log):
    """A server that has printed something like `ready`; it ends with the block."""
    with open(log, "w+") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=CACHE)
        try:
            yield wait_for(server, log, ready)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(server, log, ready):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = re.search(ready, Path(log).read_text())
        if found:
            return found
        if server.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"{server.args[0]} did not start:\n{Path(log).read_text()}")


@contextmanager
def fake():
    """The fake PingOne; its origin."""
    # With the features of the whole workspace, so that nothing is built that the tests have built.
    cargo("build", "--quiet", "--workspace", "--example", "serve", "--example", "every_call")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    serve = target / "debug" / "examples" / "serve"
    with running([serve, "--port", "0"], r"http://127\.0\.0\.1:\d+", CACHE / "fake.log") as found:
        yield found.group(0), target / "debug" / "examples"


def witness_responses(contract):
    schemathesis = installed_schemathesis()
    with fake() as (origin, _):
        page = urllib.request.urlopen(origin).read().decode()
        token = re.search(r"^a token +(\S+)", page, re.MULTILINE).group(1)
        command = [schemathesis, "--config-file", HERE / "schemathesis.toml", "run", contract]
        command += ["--url", f"{origin}/v1", "--header", f"Authorization: Bearer {token}"]
        return subprocess.run([*command, "--no-color"], cwd=CACHE, timeout=600).returncode == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def witness_requests(contract):
    prism = installed_prism()
    with fake() as (origin, examples):
        port = free_port()
        command = [prism, "proxy", contract, f"{origin}/v1", "--errors", "--port", port]
        with running(command, r"Prism is listening", CACHE / "prism.log"):
            api = f"http://127.0.0.1:{port}"
            sent = subprocess.run([examples / "every_call", "--api", api, "--auth", origin])
    if sent.returncode != 0:
        print((CACHE / "prism.log").read_text())
    return sent.returncode == 0


def main():
    # A proxy of the machine has no business with loopback.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
    CACHE.mkdir(parents=True, exist_ok=True)
    contract = CACHE / "openapi.json"
    cargo("xtask", "bundle", "--out", contract)
    failed = False
    for witness in (witness_responses, witness_requests):
        name = witness.__name__.replace("_", " ")
        try:
            passed = witness(contract)
        except Skipped as reason:
            print(f"conformance: {name}: skipped: {reason}")
            failed |= REQUIRED
            continue
        print(f"conformance: {name}: {'passed' if passed else 'FAILED'}")
        failed |= not passed
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
