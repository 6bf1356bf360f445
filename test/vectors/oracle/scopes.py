"""Hosts, regions, services and dates."""

from collections.abc import Iterator

import botocore.session

from case import Case

HOSTS = {
    "port-9200": "localhost:9200",
    "port-8443": "vpc-shop-abc.eu-west-1.es.amazonaws.com:8443",
    "port-high": "search.example:65535",
    "ipv4": "10.0.0.1",
    "ipv4-port": "127.0.0.1:9200",
    "ipv6": "[::1]",
    "ipv6-port": "[::1]:9200",
    "ipv6-long": "[2001:db8::8a2e:370:7334]:9243",
    "localhost": "localhost",
    "custom": "search.shop.example",
    "label": "opensearch",
    "underscore": "my_tunnel.example",
    "punycode": "xn--bcher-kva.example",
    "dual-stack": "search-shop-abc.aos.eu-west-1.on.aws",
    "dual-stack-vpc": "vpc-shop-abc.aos.eu-west-1.on.aws",
    "vpc": "vpc-shop-abcdefghij.eu-west-1.es.amazonaws.com",
    "long": f"search-{'a' * 56}.eu-west-1.es.amazonaws.com",
}

DATES = {
    "midnight": "20261122T000000Z",
    "before-midnight": "20261122T235959Z",
    "year-end": "20261231T235959Z",
    "new-year": "20270101T000000Z",
    "leap-day": "20280229T120000Z",
    "leap-day-end": "20280229T235959Z",
    "before-leap-day": "20280228T235959Z",
    "after-leap-day": "20280301T000000Z",
    "no-leap-day": "20270301T000000Z",
    "leap-century": "20000229T000000Z",
    "single-digits": "20260102T030405Z",
    "after-32-bits": "20380119T031408Z",
    "end-of-century": "20991231T235959Z",
    "daylight-saving": "20260329T013000Z",
}


def scopes() -> Iterator[Case]:
    for name, host in HOSTS.items():
        yield Case("host", f"host-{name}", host=host, region="eu-west-1")
    for name, host in (
        ("classic", "abcdefghij0123456789.eu-west-1.aoss.amazonaws.com"),
        ("on-aws", "abcdefghij0123456789.aoss.eu-west-1.on.aws"),
    ):
        yield Case("host", f"host-aoss-{name}", host=host, region="eu-west-1", service="aoss")
    for name, date in DATES.items():
        yield Case("date", f"date-{name}", date=date)
    for service in ("es", "aoss"):
        for region, suffix in _regions(service):
            label = "search-shop-abc" if service == "es" else "abcdefghij0123456789"
            host = f"{label}.{region}.{service}.{suffix}"
            name = f"{service}-{region}"
            yield Case(f"region, {service}", name, host=host, region=region, service=service)


def _regions(service: str) -> Iterator[tuple[str, str]]:
    """Every region of every partition in botocore's endpoint data, with the partition's suffix."""
    session = botocore.session.get_session()
    suffixes = {
        partition["partition"]: partition["dnsSuffix"]
        for partition in session.get_component("data_loader").load_data("endpoints")["partitions"]
    }
    known = "opensearchserverless" if service == "aoss" else "es"
    for partition in sorted(suffixes):
        for region in sorted(session.get_available_regions(known, partition)):
            yield region, suffixes[partition]
