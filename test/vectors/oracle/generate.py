"""Makes cases.json: requests with the signature that aws-c-auth and others give them.

Usage: python generate.py (see README.md)
"""

import json
from collections import Counter
from pathlib import Path

from case import ACCESS_KEY_ID, SECRET_ACCESS_KEY, Case
from characters import characters
from implementations import OTHERS, VERSIONS, aws_c_auth, aws_requests_auth_agrees
from messages import messages
from scopes import scopes
from targets import targets

FILE = Path(__file__).with_name("cases.json")
CRT = "aws-c-auth"
ABOUT = (
    "Requests and the Authorization that independent implementations give them; README.md says how"
    " they were made. credentials are those of all cases, some have a sessionToken too. path and"
    " querystring are the exact wire text, body is base64. Signed headers: host, content-type and"
    " x-amz-* of those listed, and x-amz-date, x-amz-content-sha256, x-amz-security-token. producedBy: whose Authorization is equal; alsoAgrees: who signs fewer headers, and agrees"
    " with aws-c-auth on those."
)

# What is special about these is not in the canonical request: it would only make the file larger.
PLAIN = {"body", "session token", "host", "date", "region, es", "region, aoss"}


def main() -> None:
    cases = [*characters(), *targets(), *messages(), *scopes()]
    check_unique(cases)
    lines = [signed(case) for case in cases]
    keys = {"accessKeyId": ACCESS_KEY_ID, "secretAccessKey": SECRET_ACCESS_KEY}
    head = {"about": ABOUT, "versions": VERSIONS, "credentials": keys}
    text = json.dumps(head, indent=1)[:-2]
    text += f',\n "agreement": {{\n{agreement(lines)}\n }},\n "cases": [\n'
    text += ",\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    FILE.write_text(f"{text}\n]}}\n", encoding="utf-8")
    print(f"{len(lines)} cases, {FILE.stat().st_size} bytes")


def signed(case: Case) -> dict:
    """The case with the Authorization of aws-c-auth, which another implementation has to give too."""
    expected = aws_c_auth(case)
    given = {name: attempt(sign, case) for name, sign in OTHERS.items()}
    agreeing = {
        name: answer
        for name, answer in given.items()
        if answer and answer.authorization == expected.authorization
    }
    if bool(agreeing) == case.only_crt:
        raise SystemExit(f"{case.name}: {case.target!r} agree: {[*agreeing]}")
    line = case.as_json()
    line["expected"] = {"authorization": expected.authorization}
    for answer in agreeing.values():
        if case.group not in PLAIN and len(answer.canonical_request) < 1000:
            line["expected"]["canonicalRequest"] = answer.canonical_request
    line["producedBy"] = [CRT, *agreeing]
    line["alsoAgrees"] = ["aws-requests-auth"] if attempt(aws_requests_auth_agrees, case) else []
    return line


def attempt(sign, case: Case):
    """An implementation that cannot sign a case has no say in it."""
    try:
        return sign(case)
    except (UnicodeError, ValueError):
        return None


def agreement(lines: list[dict]) -> str:
    """By class: how many cases, and in how many of them each implementation agrees."""
    counts: dict[str, Counter] = {}
    for line in lines:
        count = counts.setdefault(line["class"], Counter())
        count.update(["cases", *line["producedBy"], *line["alsoAgrees"]])
    names = ["cases", CRT, *OTHERS, "aws-requests-auth"]
    return ",\n".join(
        f"  {json.dumps(group)}: {json.dumps({name: count[name] for name in names})}"
        for group, count in counts.items()
    )


def check_unique(cases: list[Case]) -> None:
    repeated = [name for name, count in Counter(case.name for case in cases).items() if count > 1]
    if repeated:
        raise SystemExit(f"these names are not unique: {repeated}")


if __name__ == "__main__":
    main()
