"""The signers that are asked. Each takes a case and says how it would be signed.

None of them is this project's, and none is changed: they get the wire text of a case, the headers
to sign, and the time of the case in place of the clock.
"""

from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import unquote_to_bytes

import aws_requests_auth.aws_auth
import botocore.auth
from awscrt.auth import (
    AwsCredentialsProvider,
    AwsSignatureType,
    AwsSignedBodyHeaderType,
    AwsSigningAlgorithm,
    AwsSigningConfig,
    aws_sign_request,
)
from awscrt.http import HttpHeaders, HttpRequest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests.structures import CaseInsensitiveDict
from requests_aws4auth import AWS4Auth

from case import ACCESS_KEY_ID, SECRET_ACCESS_KEY, Case

VERSIONS = {
    "aws-c-auth (awscrt)": version("awscrt"),
    "botocore": version("botocore"),
    "requests-aws4auth": version("requests-aws4auth"),
    "aws-requests-auth": version("aws-requests-auth"),
}


@dataclass(frozen=True)
class Signed:
    authorization: str
    canonical_request: str | None = None


def aws_c_auth(case: Case) -> Signed:
    return Signed(_crt(case, case.headers_to_sign, AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256))


def _crt(case: Case, headers: dict[str, str], body_header: AwsSignedBodyHeaderType) -> str:
    config = AwsSigningConfig(
        algorithm=AwsSigningAlgorithm.V4,
        signature_type=AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=AwsCredentialsProvider.new_static(
            ACCESS_KEY_ID, SECRET_ACCESS_KEY, case.token
        ),
        region=case.region,
        service=case.service,
        date=case.when,
        use_double_uri_encode=True,
        should_normalize_uri_path=True,
        # No signed_body_value: it hashes the body itself.
        signed_body_header_type=body_header,
    )
    lines = HttpHeaders(list(headers.items()))
    request = HttpRequest(case.method, case.target, lines, BytesIO(case.body))
    signed = aws_sign_request(request, config).result(10)
    return signed.headers.get("Authorization")


def botocore_by_url(case: Case) -> Signed:
    """As botocore signs a URL: the query is sorted, but neither decoded nor encoded."""
    return _botocore(case, AWSRequest(case.method, case.url))


def botocore_by_params(case: Case) -> Signed:
    """As botocore signs decoded parameters: it encodes and sorts them."""
    url = f"https://{case.host}{case.path}"
    params = [_decoded(pair) for pair in case.querystring.split("&") if pair]
    return _botocore(case, AWSRequest(case.method, url, params=params))


def _decoded(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return unquote_to_bytes(name).decode("utf-8"), unquote_to_bytes(value).decode("utf-8")


def _botocore(case: Case, request: AWSRequest) -> Signed:
    credentials = Credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY, case.token)
    signer = botocore.auth.SigV4Auth(credentials, case.service, case.region)
    for name, value in case.headers_to_sign.items():
        request.headers[name] = value
    request.data = case.body
    request.headers["x-amz-content-sha256"] = signer.payload(request)
    botocore.auth.get_current_datetime = lambda: case.when
    signer.add_auth(request)
    authorization = request.headers["Authorization"]
    # Or it would be one of the headers of the canonical request.
    del request.headers["Authorization"]
    return Signed(authorization, signer.canonical_request(request))


def requests_aws4auth(case: Case) -> Signed:
    request = _requests_request(case, case.headers_to_sign)
    request.headers["x-amz-date"] = case.date
    auth = AWS4Auth(
        ACCESS_KEY_ID, SECRET_ACCESS_KEY, case.region, case.service, session_token=case.token
    )
    auth(request)
    lines = auth.get_canonical_headers(request, auth.include_hdrs)
    canonical_request = auth.get_canonical_request(request, *lines)
    return Signed(request.headers["Authorization"], canonical_request)


def aws_requests_auth_agrees(case: Case) -> bool:
    """It signs host, x-amz-date and x-amz-security-token alone, so aws-c-auth is asked for just that."""
    aws_requests_auth.aws_auth.datetime = SimpleNamespace(
        datetime=SimpleNamespace(utcnow=lambda: case.when)
    )
    auth = aws_requests_auth.aws_auth.AWSRequestsAuth(
        ACCESS_KEY_ID, SECRET_ACCESS_KEY, case.host, case.region, case.service, case.token
    )
    request = auth(_requests_request(case, {}))
    expected = _crt(case, {"host": case.host}, AwsSignedBodyHeaderType.NONE)
    return request.headers["Authorization"] == expected


def _requests_request(case: Case, headers: dict[str, str]) -> SimpleNamespace:
    """What Requests hands to an `auth`, but with the URL as the wire has it: Requests would mend it."""
    return SimpleNamespace(
        method=case.method,
        url=case.url,
        headers=CaseInsensitiveDict(headers),
        body=case.body or None,
    )


OTHERS = {
    "botocore": botocore_by_url,
    "botocore-params": botocore_by_params,
    "requests-aws4auth": requests_aws4auth,
}


