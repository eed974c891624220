"""Runs the shell of a pipeline as its site runs it, with the parts of the site's API that it uses.

Arguments: github|gitlab FILE SCRATCH. SCRATCH has work/ (a git repository), haplane.tar.gz, comments.json (the comments of the change, kept
between two runs) and bin/. The exit code is that of the first step that fails.
"""
import hashlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.parse

import yaml

KIND, FILE, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
COMMENTS = SCRATCH / "comments.json"
OWN = 7
TOKEN = "glpat-token"
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]


class Site(http.server.BaseHTTPRequestHandler):
    """The release's archive, and the notes of a merge request in GitLab."""

    def log_message(self, *words):
        pass

    def answer(self, code, body):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def form(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return urllib.parse.parse_qs(text, strict_parsing=True)["body"][0]

    def notes(self):
        if self.headers["PRIVATE-TOKEN"] != TOKEN:
            self.answer(401, b"{}")
            return None
        return json.loads(COMMENTS.read_text())

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path == "/haplane.tar.gz":
            return self.answer(200, (SCRATCH / "haplane.tar.gz").read_bytes())
        notes = self.notes()
        if notes is None:
            return None
        if path == "/api/v4/user":
            return self.answer(200, json.dumps({"id": OWN}).encode())
        if path == "/api/v4/projects/1/merge_requests/7/notes":
            page = int(urllib.parse.parse_qs(query)["page"][0])
            return self.answer(200, json.dumps(notes[100 * (page - 1):100 * page]).encode())
        return self.answer(404, b"{}")

    def do_POST(self):
        notes = self.notes()
        if notes is None or self.path != "/api/v4/projects/1/merge_requests/7/notes":
            return self.answer(404, b"{}")
        notes.append({"id": len(notes) + 1, "author": {"id": OWN}, "body": self.form()})
        COMMENTS.write_text(json.dumps(notes))
        return self.answer(201, b"{}")

    def do_PUT(self):
        notes = self.notes()
        found = re.fullmatch(r"/api/v4/projects/1/merge_requests/7/notes/([0-9]+)", self.path)
        if notes is None or not found:
            return self.answer(404, b"{}")
        notes[int(found[1]) - 1]["body"] = self.form()
        COMMENTS.write_text(json.dumps(notes))
        return self.answer(200, b"{}")


def step(script, environment):
    ended = subprocess.run(BASH + [script], cwd=SCRATCH / "work", env=environment, check=False)
    if ended.returncode:
        sys.exit(ended.returncode)


def github(document, environment):
    # YAML 1.1 reads the key "on" as true.
    assert document[True] == "pull_request"
    job = document["jobs"]["review"]
    assert job["defaults"]["run"]["shell"] == "bash"
    given = {"${{ vars.HAPLANE_URL }}": environment["HAPLANE_URL"], "${{ vars.HAPLANE_SHA256 }}": environment["HAPLANE_SHA256"],
             "${{ github.token }}": "token", "${{ github.event.pull_request.number }}": "7"}
    runner = SCRATCH / "runner"
    subprocess.run(["rm", "-rf", runner], check=True)
    runner.mkdir()
    (runner / "path").touch()
    environment |= {"RUNNER_TEMP": str(runner), "GITHUB_PATH": str(runner / "path"), "GITHUB_BASE_REF": "main", "GITHUB_REPOSITORY": "site/clusters"}
    environment |= {name: given.get(value, value) for name, value in document["env"].items()}
    for one in job["steps"]:
        if "run" in one:
            added = (runner / "path").read_text().split()
            own = {name: given.get(value, value) for name, value in one.get("env", {}).items()}
            step(one["run"], environment | own | {"PATH": ":".join(added[::-1] + [environment["PATH"]])})


def gitlab(document, environment):
    job = document["haplane"]
    environment |= {"CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_IID": "7", "HAPLANE_TOKEN": TOKEN}
    environment |= {name: str(value) for name, value in job["variables"].items()}
    base = subprocess.run(["git", "merge-base", "origin/main", "HEAD"], cwd=SCRATCH / "work", check=True, capture_output=True, text=True)
    environment["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = base.stdout.strip()
    # All lines are one program there.
    step("\n".join(job["before_script"] + job["script"]), environment)


def main():
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{site.server_port}"
    digest = hashlib.sha256((SCRATCH / "haplane.tar.gz").read_bytes()).hexdigest()
    environment = {"PATH": f"{SCRATCH / 'bin'}:{os.environ['PATH']}", "HOME": str(SCRATCH), "COMMENTS": str(COMMENTS),
                   "HAPLANE_URL": f"{address}/haplane.tar.gz", "HAPLANE_SHA256": os.environ.get("WRONG_DIGEST", digest),
                   "CI_API_V4_URL": f"{address}/api/v4"}
    with open(FILE, encoding="utf-8") as text:
        document = yaml.safe_load(text)
    {"github": github, "gitlab": gitlab}[KIND](document, environment)


main()
