"""
Runs on a host of the lab: reads what lies at the given paths and writes a tar to its standard output, with capture.json and
the files that haplane reads, secrets redacted. Secrets do not leave the host. Standard library alone.

usage: capture.py HOST PATH...
"""
import grp
import hashlib
import io
import json
import os
import platform
import pwd
import re
import stat
import subprocess
import sys
import tarfile

REDACTED = "haplane-redacted"
PRIVATE_KEY = re.compile(rb"-----BEGIN (RSA |EC )?PRIVATE KEY-----")
CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
# What stands in a secret's place in a kubeconfig.
SECRET_SCALAR = re.compile(r"^([ -]*(?:client-key-data|token|password):[ \t]+)\S.*$", re.MULTILINE)
# A key, a certificate or a file of configuration is far smaller. A program of 100 MB holds the first line of a certificate as a text
# of its own, and openssl reads all of it for minutes.
LARGEST_TEXT = 1 << 20


def seen_below(path):
    """A path and everything below it, in order."""
    if os.path.lexists(path):
        yield path
    if os.path.isdir(path) and not os.path.islink(path):
        for name in sorted(os.listdir(path)):
            yield from seen_below(f"{path}/{name}")


def openssl(*arguments, data):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True, timeout=20).stdout


def describe(path):
    """The entry of a path in capture.json."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return {"path": path, "type": "link", "target": os.readlink(path)}
    owner = f"{pwd.getpwuid(status.st_uid).pw_name}:{grp.getgrgid(status.st_gid).gr_name}"
    entry = {"path": path, "type": "dir", "mode": f"{stat.S_IMODE(status.st_mode):04o}", "owner": owner}
    return entry if stat.S_ISDIR(status.st_mode) else entry | describe_content(path, status)


def describe_content(path, status):
    data = read(path)
    entry = {"type": "file", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    text = data if len(data) <= LARGEST_TEXT else b""
    if PRIVATE_KEY.search(text):
        public = openssl("pkey", "-pubout", "-outform", "DER", data=data)
        entry["publicKeySha256"] = hashlib.sha256(public).hexdigest()
    if CERTIFICATE in text:
        subject = openssl("x509", "-noout", "-subject", "-nameopt", "RFC2253", data=data).decode()
        entry["subject"] = subject.strip().removeprefix("subject=")
    if status.st_mode & 0o111 and (version := version_of(path)):
        entry["version"] = version
    return entry


def version_of(path):
    """What a program of Kubernetes says it is; nothing for any other."""
    if not re.match(r"kube", os.path.basename(path)):
        return None
    argument = ["version", "--client"] if path.endswith("/kubectl") else ["--version"]
    said = subprocess.run([path, *argument], capture_output=True, check=True, text=True, timeout=20).stdout
    return re.search(r"v[0-9]+\.[0-9]+\.[0-9]+", said).group()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def captured(entry):
    """What is taken along of a file: its bytes without secrets; nothing of programs, logs and private keys."""
    path = entry["path"]
    is_text = entry["type"] == "file" and int(entry["mode"], 8) & 0o111 == 0 and entry["size"] <= LARGEST_TEXT
    if not is_text or "/logs/" in path or path.endswith(".crt") or "publicKeySha256" in entry:
        return None
    if path.endswith("/token.csv"):
        return re.sub(rb"(?m)^[^,\n]+", REDACTED.encode(), read(path))
    return SECRET_SCALAR.sub(rf"\g<1>{REDACTED}", read(path).decode()).encode()


def inventory(host, entries):
    lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in entries)
    head = {"apiVersion": "haplane.capture/v1", "host": host, "architecture": platform.machine()}
    fields = "".join(f'  "{key}": {json.dumps(value)},\n' for key, value in head.items())
    return f'{{\n{fields}  "files": [\n{lines}\n  ]\n}}\n'.encode()


def add(archive, name, data):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o644
    archive.addfile(member, io.BytesIO(data))


def main():
    host, *roots = sys.argv[1:]
    entries = [describe(path) for root in roots for path in seen_below(root)]
    entries.sort(key=lambda entry: entry["path"])
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.USTAR_FORMAT) as archive:
        add(archive, "capture.json", inventory(host, entries))
        for entry in entries:
            if (content := captured(entry)) is not None:
                add(archive, entry["path"].lstrip("/"), content)


main()
