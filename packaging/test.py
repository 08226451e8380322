#!/usr/bin/env python3
"""Takes payments in the shops of examples/ with the sandbox as its users install it.

usage: packaging/test.py {archive,npm,python,docker,buildah}...

`archive` unpacks what `cargo binstall` would download. `npm` and `python` install a package. All of them use the files
that packaging/pack.sh left in target/packages, and no registry. `docker` and `buildah` run the image that
packaging/image.sh built.
"""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import venv
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "target/packages"
WORK = ROOT / "target/packages/test"
NODE_SHOP = ["node", str(ROOT / "examples/node/shop.mjs")]
PYTHON_SHOP = [sys.executable, str(ROOT / "examples/python/shop.py")]
PATIENCE = 60  # seconds


# The packages


def archive():
    """The archive has the name and the content that the metadata of the crate announces."""
    metadata = json.loads(run(["cargo", "metadata", "--no-deps", "--format-version", "1"]))
    crate = next(it for it in metadata["packages"] if it["name"] == "plutu-sandbox")
    announced = crate["metadata"]["binstall"]
    path = next(PACKAGES.glob("plutu-sandbox-*.tar.gz"))
    target = path.name[len("plutu-sandbox-") : -len(".tar.gz")]
    url = announced["pkg-url"].replace("{ target }", target).replace("{ archive-suffix }", ".tar.gz")
    expect("the name of the archive", path.name, url.rpartition("/")[2])
    folder = WORK / "archive"
    with tarfile.open(path) as packed:
        packed.extractall(folder)
    program = announced["bin-dir"].replace("{ bin }", "plutu-sandbox").replace("{ binary-ext }", "")
    check_program([str(folder / program)])


def npm():
    folder = WORK / "npm"
    folder.mkdir(parents=True)
    packages = [str(path) for path in PACKAGES.glob("*.tgz")]
    run(["npm", "install", "--offline", "--silent", "--prefix", str(folder), *packages])
    program = [str(folder / "node_modules/.bin/plutu-sandbox")]
    check_program(program)
    npx = ["npx", "--no-install", "--prefix", str(folder), "plutu-sandbox"]
    check_shop(npx, NODE_SHOP)


def python():
    folder = WORK / "python"
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    run([*pip, *(str(path) for path in PACKAGES.glob("*.whl"))])
    program = [str(folder / "bin/plutu-sandbox")]
    check_program(program)
    check_shop(program, PYTHON_SHOP)


def check_program(program):
    """Arguments, exit codes and signals are those of the program, whatever starts it."""
    version = re.search(r'\[workspace.package\]\nversion = "(.+)"', (ROOT / "Cargo.toml").read_text())[1]
    expect("--version", f"plutu-sandbox {version}\n", run([*program, "--version"]))
    port = free_port()
    expect("the exit code of success", 0, exit_code([*program, "check", "--list"]))
    expect("the exit code of a failure", 1, exit_code([*program, "health", "--port", str(port)]))
    expect("the exit code of bad arguments", 2, exit_code([*program, "--port", "a b"]))
    for sent, code in [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP)]:
        # A program that is started receives it alone; Ctrl-C in a terminal reaches all that was
        # started.
        for send in [os.kill, os.killpg]:
            with Sandbox([*program, "--ephemeral", "--port", str(port)], port) as sandbox:
                send(sandbox.process.pid, sent)
                expect(f"the exit code after {sent.name}", code, sandbox.process.wait(PATIENCE))
                expect(f"an answer after {sent.name}", False, is_answering(sandbox.origin))


def check_shop(program, shop):
    port = free_port()
    with Sandbox([*program, "--ephemeral", "--port", str(port)], port) as sandbox:
        take_payment(sandbox, shop)
        refuse_to_start(sandbox, shop)
    attack = ["check", "--gateway", "mpgs", "--run", "exec " + shlex.join(shop), "--paid", "curl -sS {return_url}"]
    start = "curl -sS -X POST -o /dev/null -w '%{redirect_url}' http://127.0.0.1:{port}/buy"
    print(run([*program, *attack, "--start", start]).splitlines()[-1])


# The image


def docker():
    port = free_port()
    volume = f"plutu-sandbox-test-{os.getpid()}"
    command = ["docker", "run", "--rm", "--name", volume, "--volume", f"{volume}:/state"]
    command += ["--publish", f"127.0.0.1:{port}:8080", "plutu-sandbox"]
    health = ["docker", "exec", volume, "/plutu-sandbox", "health"]
    try:
        check_image(command, health, ["docker", "stop", volume], port)
    finally:
        exit_code(["docker", "rm", "--force", volume])
        run(["docker", "volume", "rm", volume])


def buildah():
    port = free_port()
    tool = ["buildah", "--storage-driver", "vfs"]
    container = run([*tool, "from", "plutu-sandbox"]).strip()
    # Nothing is published without a network of its own: the sandbox must listen on a port that is
    # free here.
    run([*tool, "config", "--env", f"PLUTU_SANDBOX_PORT={port}", container])
    settings = json.loads(run([*tool, "inspect", container]))["Docker"]["config"]
    within = [*tool, "run", "--isolation", "chroot", container]
    health = [*within, *settings["Healthcheck"]["Test"][1:]]
    # buildah kills what it runs, whatever signal it receives.
    try:
        check_image([*within, *settings["Entrypoint"]], health, None, port)
    finally:
        run([*tool, "rm", container])


def check_image(command, health, stop, port):
    """The image starts without arguments, is healthy, can be stopped, and keeps its credentials."""
    environments = []
    for _ in range(2):
        with Sandbox(command, port) as sandbox:
            expect("the exit code of the health check", 0, exit_code(health))
            take_payment(sandbox, PYTHON_SHOP)
            environments.append(sandbox.environment())
            if stop:
                run(stop)
                expect("the exit code of a stopped container", 0, sandbox.process.wait(PATIENCE))
    expect("the credentials after a restart", *environments)


# A payment


class Sandbox:
    """A sandbox that listens on this port, and is ended with its block."""

    def __init__(self, command, port):
        self.origin = f"http://127.0.0.1:{port}"
        self.process = start(command)
        wait_for(self.origin + "/health", self.process)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)

    def environment(self):
        """What a shop's .env holds."""
        lines = visit(self.origin + "/_sandbox/env")[1].splitlines()
        variables = dict(shlex.split(line)[0].split("=", 1) for line in lines)
        return {**variables, "PLUTU_BASE_URL": self.origin + "/api/v1"}


def take_payment(sandbox, command):
    """Buys in a shop. It refuses a forged return, accepts the genuine one, and counts it once."""
    port = free_port()
    shop = f"http://127.0.0.1:{port}"
    environment = {**os.environ, **sandbox.environment(), "PORT": str(port)}
    process = start(command, env=environment)
    try:
        wait_for(shop, process)
        status, page = visit(f"{shop}/buy", method="POST")
        expect("the redirect", (303, True), (status, page.startswith(f"{sandbox.origin}/checkout/")))
        expect("the payment page", 200, visit(page)[0])
        payments = json.loads(visit(f"{sandbox.origin}/_sandbox/payments")[1])["payments"]
        invoice_no = payments[-1]["invoice_no"]
        expect("before the payment", (200, '{"paid":0}'), visit(f"{shop}/orders/{invoice_no}"))
        approved = visit(f"{sandbox.origin}/_sandbox/payments/{invoice_no}/approve", method="POST")[1]
        genuine = json.loads(approved)["return_url"]
        for forged in [genuine.replace("amount=12.50", "amount=12.5"), genuine[:-1] + "!", genuine[:-1]]:
            expect("a forged return", (400, '{"paid":0}'), visit(forged))
        for _ in range(2):
            expect("the genuine return", (200, '{"paid":1}'), visit(genuine))
    finally:
        end(process)
    print(f"a payment with {Path(command[-1]).name}: paid once, forged returns refused")


def refuse_to_start(sandbox, command):
    """Starts a shop without each of its settings. An empty secret key would accept a forged return."""
    complete = {**os.environ, **sandbox.environment(), "PORT": str(free_port())}
    for name in sandbox.environment():
        missing = {key: value for key, value in complete.items() if key != name}
        for environment in [missing, {**complete, name: ""}]:
            process = start(command, env=environment)
            try:
                expect(f"the exit code without {name}", 1, process.wait(PATIENCE))
            finally:
                end(process)


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def visit(url, method="GET"):
    """The status and the body; of a redirect, the status and where it leads."""
    try:
        with build_opener(ProxyHandler({}), NoRedirect).open(Request(url, method=method), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode().replace(" ", "")
    except HTTPError as error:
        return error.code, error.headers.get("Location") or error.read().decode().replace(" ", "")


# Programs


def run(command):
    """What a command prints. It must succeed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=5 * PATIENCE)
    expect(f"the exit code of {shlex.join(command)}", 0, done.returncode)
    return done.stdout


def exit_code(command):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, timeout=PATIENCE, **quiet).returncode


def start(command, **options):
    """Starts a program in a process group of its own."""
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options
    )


def end(process):
    """Ends a program and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def is_answering(url):
    try:
        return visit(url)[0] < 500
    except (URLError, ConnectionError):
        return False


def wait_for(url, process):
    deadline = time.monotonic() + PATIENCE
    while not is_answering(url):
        expect(f"the exit code of {process.args[0]}, before {url} answered", None, process.poll())
        if time.monotonic() > deadline:
            sys.exit(f"error: nothing answers at {url}")
        time.sleep(0.05)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def expect(what, expected, found):
    if expected != found:
        sys.exit(f"error: {what}: expected {expected!r}, found {found!r}")


TESTS = {"archive": archive, "npm": npm, "python": python, "docker": docker, "buildah": buildah}

if __name__ == "__main__":
    shutil.rmtree(WORK, ignore_errors=True)
    for name in sys.argv[1:]:
        print(f"== {name}", flush=True)
        TESTS[name]()
