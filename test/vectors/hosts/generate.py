"""Writes hosts.json: where Amazon has OpenSearch, by partition, as botocore's endpoint data says.

    python3 -m venv venv && venv/bin/pip install botocore==1.44.5
    venv/bin/python generate.py
"""

import json
from pathlib import Path

import botocore

DATA = Path(botocore.__file__).parent / "data"


def read(name):
    return json.loads((DATA / name).read_text())


def regions_of(partition, service):
    """Regions, without the pseudo-regions that stand for a FIPS endpoint."""
    endpoints = partition["services"].get(service, {"endpoints": {}})["endpoints"]
    return sorted(name for name in endpoints if "fips" not in name)


outputs = {p["id"]: p["outputs"] for p in read("partitions.json")["partitions"]}
partitions = [
    {
        "partition": p["partition"],
        "dnsSuffix": outputs[p["partition"]]["dnsSuffix"],
        # Service endpoints are api.…; the resources of a service, as domains are, on.….
        "resourceSuffix": outputs[p["partition"]]["dualStackDnsSuffix"].replace("api.", "on.", 1),
        "es": regions_of(p, "es"),
        "aoss": regions_of(p, "aoss"),
    }
    for p in read("endpoints.json")["partitions"]
]
table = {"botocore": botocore.__version__, "partitions": partitions}
Path(__file__).with_name("hosts.json").write_text(json.dumps(table, indent=1) + "\n")
