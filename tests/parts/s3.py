"""A real S3 object store: Debian's radosgw on one monitor and one in-memory object daemon.

It checks signatures, expiry, signed lengths, CORS and conditional writes. Two things it needs that are easy to miss:
cephx authentication (without it the gateway hangs for ever) and a pool size of one.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import boto3
from botocore.config import Config

from tests.parts.ports import free_port, program, wait_for_port

ACCESS_KEY = "AKIATEST"
SECRET_KEY = "secretsecret"
REGION = "us-east-1"

_CONF = """\
[global]
fsid = {fsid}
mon_host = {mon_host}
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_port_min = {port_min}
ms_bind_port_max = {port_max}
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
osd_objectstore = memstore
memstore_device_bytes = {memory}
run_dir = {folder}/run
log_file = {folder}/log/$name.log
admin_socket = {folder}/run/$name.asok
pid_file = {folder}/run/$name.pid
keyring = {folder}/keyring
[mon]
mon_data = {folder}/mon
mon_data_avail_crit = 1
[osd]
osd_data = {folder}/osd$id
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:{port}
rgw_data = {folder}/rgw
rgw_lc_debug_interval = 10
"""


@dataclass(frozen=True)
class S3:
    """Where an object store answers and what opens it."""

    endpoint: str
    access_key: str = ACCESS_KEY
    secret_key: str = SECRET_KEY
    region: str = REGION

    def client(self):
        """A boto3 client with the settings that S3 look-alikes need."""
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 2})
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name=self.region,
            config=config,
        )

    def make_bucket(self, name: str, origins: tuple[str, ...] = ("http://localhost:*", "http://127.0.0.1:*")) -> str:
        """A bucket that pages of `origins` may read and write by presigned address."""
        client = self.client()
        client.create_bucket(Bucket=name)
        rule = {
            "AllowedMethods": ["GET", "PUT", "HEAD"],
            "AllowedOrigins": list(origins),
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag", "Content-Range", "x-amz-checksum-sha256"],
            "MaxAgeSeconds": 600,
        }
        client.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})
        return name


class _Cluster:
    """The folder, the configuration and the commands of one cluster."""

    def __init__(self, folder: Path, memory: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.conf = folder / "ceph.conf"
        self.fsid = str(uuid.uuid4())
        v2, v1 = free_port(), free_port()
        self.monitor = f"[v2:127.0.0.1:{v2},v1:127.0.0.1:{v1}]"
        for name in ("mon", "osd0", "log", "run", "rgw"):
            (folder / name).mkdir()
        # Two clusters on one machine would race for Ceph's fixed range 6800-7300.
        port_min = 20000 + (os.getpid() * 64) % 12000
        self.conf.write_text(
            _CONF.format(
                fsid=self.fsid, mon_host=self.monitor, port_min=port_min, port_max=port_min + 63,
                memory=memory, folder=folder, port=self.port,
            )
        )

    def run(self, name: str, *arguments: str) -> str:
        done = subprocess.run(
            [program(name), *arguments], check=True, capture_output=True, text=True,
            env={**os.environ, "CEPH_CONF": str(self.conf)}, timeout=120,
        )
        return done.stdout

    def keyring(self, name: str, *caps: str) -> None:
        create = [] if (self.folder / "keyring").exists() else ["--create-keyring"]
        pairs = [text for cap in caps for text in ("--cap", cap, "allow *")]
        self.run("ceph-authtool", *create, str(self.folder / "keyring"), "--gen-key", "-n", name, *pairs)

    def start_monitor(self) -> None:
        self.keyring("mon.", "mon")
        self.keyring("client.admin", "mon", "osd", "mgr")
        monmap = str(self.folder / "monmap")
        self.run("monmaptool", "--create", "--clobber", "--fsid", self.fsid, "--addv", "a", self.monitor, monmap)
        keyring = str(self.folder / "keyring")
        self.run("ceph-mon", "-c", str(self.conf), "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring)
        self.run("ceph-mon", "-c", str(self.conf), "-i", "a")

    def start_storage(self) -> None:
        osd_uuid = str(uuid.uuid4())
        self.run("ceph", "osd", "new", osd_uuid)
        self.run("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=localhost")
        for name in ("osd.0", "client.rgw"):
            caps = [text for cap in ("mon", "osd", "mgr") for text in (cap, "allow *")]
            with (self.folder / "keyring").open("a") as keyring:
                keyring.write(self.run("ceph", "auth", "get-or-create", name, *caps))
        self.run("ceph-osd", "-c", str(self.conf), "-i", "0", "--mkfs", "--osd-uuid", osd_uuid)
        self.run("ceph-osd", "-c", str(self.conf), "-i", "0")

    def start_gateway(self) -> None:
        self.run("radosgw", "-c", str(self.conf), "-n", "client.rgw")
        wait_for_port(self.port, self.folder / "log/client.rgw.log")
        self.run(
            "radosgw-admin", "user", "create", "--uid=t", "--display-name=t",
            f"--access-key={ACCESS_KEY}", f"--secret={SECRET_KEY}",
        )

    def stop(self) -> None:
        """Gateway first: it would wait for the storage that it lost."""
        for name in ("client.rgw", "osd.0", "mon.a"):
            with suppress(FileNotFoundError, ProcessLookupError, ValueError):
                os.kill(int((self.folder / f"run/{name}.pid").read_text()), signal.SIGKILL)


@contextmanager
def running(memory: int = 2 << 30) -> Iterator[S3]:
    """Start the store with room for `memory` bytes and yield where it answers. It takes about fifteen seconds."""
    # Unix socket paths hold 107 characters: pytest's folders are too deep for Ceph's.
    folder = Path(tempfile.mkdtemp(prefix="memo-s3-"))
    cluster = _Cluster(folder, memory)
    try:
        cluster.start_monitor()
        cluster.start_storage()
        cluster.start_gateway()
        yield S3(endpoint=f"http://127.0.0.1:{cluster.port}")
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def as_dict(store: S3) -> dict[str, str]:
    """What another process needs to make the same `S3`."""
    return asdict(store)
