"""Bodies, headers, tokens and whole requests as the clients send them."""

from base64 import b64decode
from collections.abc import Iterator

from case import Case

JSON = "application/json"
NDJSON = "application/x-ndjson"
COLLECTION = "abcdefghij0123456789.eu-west-1.aoss.amazonaws.com"
ACCOUNT = "111122223333.aoss.eu-west-1.on.aws"

# Fixed bytes: what gzip makes differs from one zlib to the next.
GZIP = b64decode(
    "H4sIAAAAAAACA6tWKixNLapUsqpWyk0sSc4AMUoyS3JSlayUUhOLK5Vqa2sBIIYRmCQAAAA="
)

BODIES = {
    "empty": (None, b""),
    "json": (JSON, b'{"query":{"match_all":{}}}'),
    "ndjson": (NDJSON, b'{"index":{"_id":"1"}}\n{"title":"signing is easy!"}\n'),
    "utf-8": (JSON, '{"t":"日本 café 😀 \u2028 e\u0301"}'.encode()),
    "every-byte": ("application/octet-stream", bytes(range(256))),
    "gzip": (JSON, GZIP),
    "crlf": (NDJSON, b'{"index":{}}\r\n{"a":1}\r\n'),
    "newline": (NDJSON, b"\n"),
    "zero-byte": ("application/octet-stream", b"\x00"),
    "blanks": (JSON, b"  { }  "),
}

CONTENT_TYPES = {
    "charset": "application/json; charset=utf-8",
    "charset-no-space": "application/json;charset=UTF-8",
    "inner-spaces": "application/json;   charset=utf-8;  v=2",
    "outer-spaces": "  application/json  ",
    "quoted": 'application/json; charset="utf-8"',
    "quoted-space": 'multipart/form-data; boundary="a b"',
    "vendored": "application/vnd.opensearch+json; compatible-with=8",
    "upper-case": "Application/JSON",
    "cbor": "application/cbor",
    "smile": "application/smile",
    "plain-text": "text/plain;charset=us-ascii;format=flowed",
    "two-parameters": "application/x-ndjson; charset=utf-8; profile=bulk",
}

AMZ_HEADERS = {
    "one": [("x-amz-meta-note", "a")],
    "spaces": [("x-amz-meta-note", "  a   b  c  ")],
    "empty": [("x-amz-meta-note", "")],
    "blank": [("x-amz-meta-note", "   ")],
    "comma": [("x-amz-meta-note", "a, b,c ,d")],
    "quotes": [("x-amz-meta-note", '"a b"')],
    "quotes-and-spaces": [("x-amz-meta-note", '"a   b"  c')],
    "apostrophe": [("x-amz-meta-note", "o'neil said")],
    "colon": [("x-amz-meta-note", "a:b: c")],
    "percent": [("x-amz-meta-note", "100% %2F %zz")],
    "punctuation": [("x-amz-meta-note", "!#$&()*+-./;<=>?@[]^_`{|}~\\")],
    "upper-case-name": [("X-Amz-Meta-Note", "A")],
    "mixed-case-name": [("x-AMZ-meta-Note", "Mixed Case")],
    "reverse": [("x-amz-z", "1"), ("x-amz-m", "2"), ("x-amz-a", "3")],
    "prefixes": [("x-amz-a-b", "1"), ("x-amz-a", "2"), ("x-amz-ab", "3"), ("x-amz-a_b", "4")],
    "numbers": [("x-amz-10", "a"), ("x-amz-9", "b"), ("x-amz-1", "c")],
    "around-date": [("x-amz-datf", "1"), ("x-amz-dat", "2"), ("x-amz-date-x", "3")],
    "around-hash": [("x-amz-content-sha256-x", "1"), ("x-amz-content", "2")],
    "target": [("x-amz-target", "Service_20260101.Operation")],
    "long": [("x-amz-meta-note", "a  b " * 200)],
    "many": [(f"x-amz-meta-{index:02}", str(index)) for index in range(40, 0, -1)],
    "beside-unsigned": [("x-opaque-id", "a, b"), ("accept", "*/*"), ("x-amz-meta-note", "a")],
}

TOKENS = {
    "short": "EXAMPLE-SESSION-TOKEN",
    "base64": "EXAMPLEtoken//////////+AbC/dEf+gHi==",
    "padding": "EXAMPLEtoken====",
    "punctuation": "EXAMPLE.token-with_all~of:these,and;more|here",
    "percent": "EXAMPLE%2Ftoken%2B%3D",
    "long": "EXAMPLE" + "token/+=" * 128,
}

WHOLE = {
    "scroll": ("POST", "/_search/scroll", "", JSON, b'{"scroll":"1m","scroll_id":"abc=="}'),
    "clear-scroll": ("DELETE", "/_search/scroll", "", JSON, b'{"scroll_id":["abc=="]}'),
    "delete-pit": ("DELETE", "/_search/point_in_time", "", JSON, b'{"pit_id":["a+/="]}'),
    "get-search": ("GET", "/idx/_search", "size=0", JSON, b'{"query":{"match_all":{}}}'),
    "bulk": ("POST", "/_bulk", "refresh=wait_for", NDJSON, b'{"delete":{"_id":"1"}}\n'),
    "msearch": ("POST", "/a,b/_msearch", "", NDJSON, b"{}\n{}\n"),
    "update-script": ("POST", "/idx/_update/a%2Fb", "_source", JSON, b'{"doc":{"a":"\xc3\xa9"}}'),
    "refresh": ("POST", "/idx/_refresh", "", None, b""),
    "ping": ("HEAD", "/", "", None, b""),
    "exists": ("HEAD", "/idx/_doc/a:b", "realtime=false", None, b""),
    "alias": ("PUT", "/%3Clogs-%7Bnow%2Fd%7D%3E/_alias/logs", "", JSON, b"{}"),
    "type-but-no-body": ("POST", "/idx/_refresh", "", JSON, b""),
}


def messages() -> Iterator[Case]:
    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        for name, (kind, body) in BODIES.items():
            encoding = [("content-encoding", "gzip")] if name == "gzip" else []
            headers = tuple(_typed(kind) + encoding)
            case_name = f"{method.lower()}-{name}"
            yield Case("body", case_name, "/idx/_doc/1", method=method, headers=headers, body=body)
    for name, kind in CONTENT_TYPES.items():
        yield Case(
            "content type", f"type-{name}", method="POST", headers=tuple(_typed(kind)), body=b"{}"
        )
    for name, lines in AMZ_HEADERS.items():
        yield Case("x-amz headers", f"amz-{name}", headers=tuple(lines))
    yield from _tokens_and_whole_requests()


def _tokens_and_whole_requests() -> Iterator[Case]:
    for service, host in (("es", None), ("aoss", COLLECTION)):
        where = {"host": host, "region": "eu-west-1"} if host else {}
        for name, token in TOKENS.items():
            name = f"{service}-token-{name}"
            yield Case("session token", name, service=service, token=token, **where)
        for name, (method, path, query, kind, body) in WHOLE.items():
            yield Case(
                f"whole request, {service}",
                f"{service}-{name}",
                path,
                query,
                method=method,
                headers=tuple(_typed(kind)),
                body=body,
                service=service,
                token=TOKENS["base64"],
                **where,
            )
    for header in ("name", "id"):
        yield Case(
            "whole request, aoss",
            f"aoss-account-wide-by-{header}",
            method="POST",
            headers=((f"x-amz-aoss-collection-{header}", "shop"), *_typed(JSON)),
            body=b"{}",
            host=ACCOUNT,
            region="eu-west-1",
            service="aoss",
        )


def _typed(kind: str | None) -> list[tuple[str, str]]:
    return [("content-type", kind)] if kind else []
