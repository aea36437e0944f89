"""The parts are what they say: each is asked for something that only the real one answers."""

import os
from pathlib import Path

import httpx
import psycopg
import pytest
import redis as redis_client
from botocore.exceptions import ClientError

from tests.parts import postgres, redis
from tests.parts.s3 import S3


def plain(url: str) -> str:
    return url.replace("+psycopg", "", 1)


def test_postgres_gives_each_test_an_empty_database(postgres_url: str) -> None:
    with psycopg.connect(plain(postgres_url)) as db:
        tables = db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        skip_locked = db.execute("SELECT version() LIKE 'PostgreSQL%'").fetchone()
    assert tables == (0,)
    assert skip_locked == (True,)


def test_a_fresh_database_goes_away_with_its_connections(postgres_server: str) -> None:
    with postgres.fresh_database(postgres_server) as url:
        left_open = psycopg.connect(plain(url))
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()


@pytest.mark.heavy
def test_the_packaged_postgres_serves_where_the_machine_has_none() -> None:
    with postgres.running(packaged=True) as server, postgres.fresh_database(server) as url:
        name = url.split("?")[0].rsplit("/", 1)[1]
        with psycopg.connect(plain(url)) as db:
            assert db.execute("SELECT current_database()").fetchone() == (name,)


def test_redis_keeps_and_expires(redis_url: str) -> None:
    with redis_client.Redis.from_url(redis_url) as client:
        client.set("parts:key", "value", ex=60)
        assert client.get("parts:key") == b"value"
        assert 0 < client.ttl("parts:key") <= 60
        client.delete("parts:key")


def test_a_redis_of_ones_own_can_be_taken_away(tmp_path: Path) -> None:
    with redis.running(tmp_path) as url, redis_client.Redis.from_url(url) as client:
        assert client.ping()
    with redis_client.Redis.from_url(url) as client, pytest.raises(redis_client.ConnectionError):
        client.ping()


def test_s3_refuses_a_forged_signature(s3_server: S3, s3_bucket: str) -> None:
    url = s3_server.client().generate_presigned_url("put_object", {"Bucket": s3_bucket, "Key": "parts/forged"}, 60)
    forged = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert httpx.put(forged, content=b"x").status_code == 403
    assert httpx.put(url, content=b"x").status_code == 200


def test_s3_answers_the_preflight_of_our_pages_only(s3_server: S3, worker_name: str) -> None:
    # Its own: the shared bucket takes the origin of each deployment under test.
    bucket = s3_server.make_bucket(f"cors-{worker_name}-{os.getpid()}")
    url = s3_server.client().generate_presigned_url("put_object", {"Bucket": bucket, "Key": "parts/cors"}, 60)

    def preflight(origin: str) -> httpx.Response:
        headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        return httpx.options(url, headers=headers)

    assert preflight("http://localhost:8123").headers["Access-Control-Allow-Origin"] == "http://localhost:8123"
    assert preflight("https://elsewhere.example").status_code == 403


def test_s3_serves_ranges_and_refuses_to_overwrite_when_asked(s3_server: S3, s3_bucket: str) -> None:
    client = s3_server.client()
    client.put_object(Bucket=s3_bucket, Key="parts/range", Body=b"0123456789")
    body = client.get_object(Bucket=s3_bucket, Key="parts/range", Range="bytes=2-4")["Body"].read()
    assert body == b"234"
    with pytest.raises(ClientError, match=r"412|PreconditionFailed"):
        client.put_object(Bucket=s3_bucket, Key="parts/range", Body=b"x", IfNoneMatch="*")
