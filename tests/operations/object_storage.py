"""A real server of object storage for tests: Ceph's gateway, on this machine alone.

One monitor, one store of objects and one gateway, without keys between them and with one copy of
everything. All of it is in a folder, and gone with it.
"""

import json
import random
import signal
import socket
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ACCESS_KEY, SECRET_KEY = "test-access", "test-secret"
SIZE = 8 << 30  # bytes, of a file with nothing in it
PATIENCE = 60  # seconds
PORTS = 20  # of the gateway, the monitor, and those that the store takes

SETTINGS = """
[global]
fsid = {fsid}
mon_host = v2:127.0.0.1:{monitor}
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
ms_bind_port_min = {first}
ms_bind_port_max = {last}
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# The gateway asks for encryption by itself, which cannot be had without keys.
ms_mon_client_mode = crc
ms_mon_service_mode = crc
ms_mon_cluster_mode = crc
run_dir = {folder}
admin_socket = {folder}/$name.asok
pid_file =
log_file = {folder}/$name.log
crash_dir = {folder}/crash
mon_cluster_log_file = {folder}/cluster.log
keyring = {folder}/keyring
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_crush_chooseleaf_type = 0
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 1000
[mon]
mon_data = {folder}/mon
mon_data_avail_warn = 2
mon_data_avail_crit = 1
# A second by default for every change of its map, of which a first start makes many.
paxos_propose_interval = 0.05
[osd]
osd_data = {folder}/osd
osd_uuid = {osd}
osd_objectstore = bluestore
osd_crush_initial_weight = 1
bluestore_block_size = {size}
bluestore_block_create = true
bluestore_block_preallocate_file = false
bluestore_cache_autotune = false
bluestore_cache_size = 67108864
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 1
[client]
rgw_data = {folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:{port}
rgw_thread_pool_size = 32
rgw_run_sync_thread = false
rgw_override_bucket_index_max_shards = 1
rgw_objexp_hints_num_shards = 4
rgw_data_log_num_shards = 4
rgw_md_log_max_shards = 4
rgw_gc_max_objs = 4
rgw_lc_max_objs = 4
rgw_reshard_num_logs = 1
rgw_usage_max_shards = 4
# Without a cache a new bucket waits for no answer of a gateway that was killed.
rgw_cache_enabled = false
# What a bucket holds is counted anew for each quota.
rgw_bucket_quota_ttl = 1
rgw_user_quota_bucket_sync_interval = 2
"""


class ObjectStorage:
    """The server. `endpoint` is its address; its one user may make buckets."""

    def __init__(self, folder: Path):
        self.folder = folder
        port = _free_ports()
        monitor = port + 1
        self.endpoint = f"http://127.0.0.1:{port}"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._osd = str(uuid.uuid4())
        for name in ("mon", "osd", "rgw", "crash"):
            (folder / name).mkdir()
        (folder / "keyring").touch()
        fsid = str(uuid.uuid4())
        self._settings = folder / "ceph.conf"
        self._settings.write_text(
            SETTINGS.format(
                folder=folder,
                fsid=fsid,
                osd=self._osd,
                monitor=monitor,
                first=port + 2,
                last=port + PORTS - 1,
                port=port,
                size=SIZE,
            )
        )
        at = f"[v2:127.0.0.1:{monitor}]"
        _run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", at, folder / "monmap")
        self._tool("ceph-mon", "--mkfs", "-i", "a", "--monmap", folder / "monmap")
        self._tool("ceph-osd", "--no-mon-config", "--mkfs", "-i", "0", "--osd-uuid", self._osd)

    def start(self) -> None:
        """Starts what of it does not run, and waits until it answers."""
        first = not self._running
        self._start("mon", "ceph-mon", "-i", "a")
        if first:
            self._tool("ceph", "--connect-timeout", "20", "osd", "new", self._osd)
        self._start("osd", "ceph-osd", "-i", "0")
        _until(self._is_active)
        self._start("rgw", "radosgw", "-n", "client.rgw")
        _until(self._answers)
        if first:
            self.admin(
                "user", "create", "--uid=test", "--display-name=test",
                f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}",
            )  # fmt: skip

    def kill(self, *names: str) -> None:
        """Kills the gateway ("rgw"), or what else of "mon" and "osd"; or all."""
        for name in names or ("rgw", "osd", "mon"):
            if process := self._running.get(name):
                process.kill()
                process.wait()

    def freeze(self, *, on: bool) -> None:
        """Has the gateway take requests and answer none, or go on."""
        self._running["rgw"].send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def admin(self, *arguments: str) -> None:
        """Runs the tool of the gateway's administrators."""
        self._tool("radosgw-admin", *arguments)

    def limit(self, bucket: str, size: int | None) -> None:
        """How many bytes a bucket may hold."""
        of = ("--quota-scope=bucket", f"--bucket={bucket}", "--uid=test")
        if size is None:
            self.admin("quota", "disable", *of)
        else:
            self.admin("quota", "set", *of, f"--max-size={size}B")
            self.admin("quota", "enable", *of)

    def client(self) -> Any:
        """A client of it for what the portal itself does not do."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            region_name="default",
            config=Config(request_checksum_calculation="when_required"),
        )

    def bucket(self) -> str:
        """A new bucket."""
        name = f"b-{uuid.uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=name)
        return name

    def contents(self, bucket: str) -> dict[str, bytes]:
        """What a bucket holds."""
        client = self.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    @property
    def environment(self) -> dict[str, str]:
        """What a portal is told to reach it."""
        return {
            "S3_ENDPOINT": self.endpoint,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
        }

    def _start(self, name: str, *command: str) -> None:
        running = self._running.get(name)
        if running and running.poll() is None:
            return
        with (self.folder / f"{name}.out").open("ab") as out:
            self._running[name] = subprocess.Popen(
                [*command, "-c", str(self._settings), "-f"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip

    def _tool(self, command: str, *arguments: object) -> None:
        _run(command, "-c", self._settings, *arguments)

    def _is_active(self) -> bool:
        said = subprocess.run(
            ["ceph", "--admin-daemon", str(self.folder / "osd.0.asok"), "status"],
            capture_output=True, check=False,
        )  # fmt: skip
        return said.returncode == 0 and json.loads(said.stdout)["state"] == "active"

    def _answers(self) -> bool:
        with urllib.request.urlopen(f"{self.endpoint}/swift/healthcheck", timeout=2) as answer:
            return bool(answer.status == 200)


def _run(*command: object) -> None:
    ended = subprocess.run(list(map(str, command)), capture_output=True, check=False, text=True)
    assert ended.returncode == 0, ended.stderr


def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError, ValueError):
            if happened():
                return
        time.sleep(0.1)
    raise AssertionError(f"{happened.__qualname__} did not happen")


def _free_ports() -> int:
    """The first of PORTS in a row that nobody uses: others may test beside us."""
    for first in random.sample(range(20_000, 32_000, PORTS), 100):
        with ExitStack() as stack, suppress(OSError):
            for port in range(first, first + PORTS):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise AssertionError("no ports are free")
