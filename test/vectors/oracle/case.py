"""One request to sign, as the wire has it."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timezone

# AWS's published example; never a real key.
ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

HOST = "search-test-abcdefghij.us-east-1.es.amazonaws.com"


@dataclass(frozen=True)
class Case:
    """`path` and `querystring` are exact wire text; there is no `?` where the query is empty."""

    group: str
    name: str
    path: str = "/idx/_search"
    querystring: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    host: str = HOST
    region: str = "us-east-1"
    service: str = "es"
    date: str = "20261122T130000Z"
    token: str | None = None
    # Only aws-c-auth gets it right; without this mark such a case stops the generator.
    only_crt: bool = False

    @property
    def target(self) -> str:
        return f"{self.path}?{self.querystring}" if self.querystring else self.path

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.target}"

    @property
    def all_headers(self) -> list[tuple[str, str]]:
        return [("host", self.host), *self.headers]

    @property
    def headers_to_sign(self) -> dict[str, str]:
        """Libraries that sign whatever they are given are given only these."""
        return {
            name: value
            for name, value in self.all_headers
            if name.lower() in ("host", "content-type") or name.lower().startswith("x-amz-")
        }

    @property
    def when(self) -> datetime:
        return datetime.strptime(self.date, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)

    def as_json(self) -> dict:
        """Without the keys, which are the same in all."""
        token = {"sessionToken": self.token} if self.token else {}
        return {
            "name": self.name,
            "class": self.group,
            "method": self.method,
            "path": self.path,
            "querystring": self.querystring,
            "headers": [list(line) for line in self.all_headers],
            "body": b64encode(self.body).decode(),
            "region": self.region,
            "service": self.service,
            "date": self.date,
            **token,
        }
