"""TLS that is wrong: beside what EncryptionTests try, certificates that are not valid yet or were revoked, and an old TLS."""

import shutil
import subprocess
import time

from faults.case import Skipped, case
from faults.scene import Failed, free_port

AUTHORITY = """
[ca]
default_ca = ours
[ours]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
default_crl_days = 2
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""


@case(24, "TLS: a certificate that is not valid yet, our own revoked, TLS 1.1 only: refused with the reason, nothing in clear")
def tls(scene, full):
    if not shutil.which("openssl"):
        raise Skipped("there is no openssl to make certificates with")
    folder = scene.work / "authority"
    folder.mkdir()

    def openssl(*words):
        done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Skipped(f"openssl {words[0]} does not work here: {done.stderr[-200:]}")

    def issue(name, *dates):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", f"{name}.key", "-out", f"{name}.csr")
        openssl("ca", "-batch", "-config", "ca.conf", "-keyfile", "ca.key", "-cert", "ca.pem", "-in", f"{name}.csr",
                "-out", f"{name}.pem", "-notext", *(dates or ("-days", "2")))

    (folder / "ca.conf").write_text(AUTHORITY)
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ours", "-keyout", "ca.key", "-out", "ca.pem")
    issue("broker")
    issue("later", "-startdate", "20900101000000Z", "-enddate", "20910101000000Z")
    issue("client")
    openssl("ca", "-batch", "-config", "ca.conf", "-keyfile", "ca.key", "-cert", "ca.pem", "-revoke", "client.pem")
    openssl("ca", "-batch", "-config", "ca.conf", "-keyfile", "ca.key", "-cert", "ca.pem", "-gencrl", "-out", "crl.pem")

    def settings(port, *more):
        return scene.write_settings("tls.yaml", port=port, scheme="mqtts", more=("tls:", f"  ca_file: {folder}/ca.pem", *more))

    def refused(what, file, log):
        service = scene.start_service(settings=file, log=log)
        scene.wait_for_log("Next attempt in", log=log, seconds=15)
        words = log.read_text()
        if scene.log_count("Connected to", log) or service.poll() is not None:
            raise Failed(f"{what}: refused, and tried again", log)
        scene.end(service)
        return next(line for line in words.splitlines() if "Next attempt in" in line)

    reasons = []
    keys = [f"certfile {folder}/later.pem", f"keyfile {folder}/later.key"]
    broker = scene.start_broker(*keys)
    words = refused("not valid yet", settings(scene.broker_port), scene.work / "later.log")
    if "valid" not in words and "expired" not in words:
        raise Failed(f"not valid yet: the reason is told; told was: {words}")
    reasons.append("not valid yet")
    scene.kill(broker)

    scene.broker_port = free_port()
    broker = scene.start_broker(
        f"certfile {folder}/broker.pem", f"keyfile {folder}/broker.key", f"cafile {folder}/ca.pem",
        f"crlfile {folder}/crl.pem", "require_certificate true")
    own = (f"  certificate_file: {folder}/client.pem", f"  key_file: {folder}/client.key")
    words = refused("revoked", settings(scene.broker_port, *own), scene.work / "revoked.log")
    reasons.append("our own revoked")
    # Another one of ours, that is not revoked, is accepted without a restart of the broker.
    issue("client2")
    own = (f"  certificate_file: {folder}/client2.pem", f"  key_file: {folder}/client2.key")
    service = scene.start_service(settings=settings(scene.broker_port, *own))
    scene.wait_for_log("Subscribed to")
    scene.end(service)
    scene.kill(broker)

    port = free_port()
    seen = scene.work / "old.txt"
    with open(seen, "wb") as log:
        scene.start(
            ["openssl", "s_server", "-accept", str(port), "-cert", f"{folder}/broker.pem", "-key", f"{folder}/broker.key",
             "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], log)
    time.sleep(0.5)
    refused("TLS 1.1 only", settings(port), scene.work / "old.log")
    if b"MQTT" in seen.read_bytes():
        raise Failed("TLS 1.1 only: nothing of MQTT is sent", seen)
    reasons.append("TLS 1.1 only")
    return ", ".join(reasons)
