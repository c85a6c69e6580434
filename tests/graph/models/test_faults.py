"""What responses mean."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import orjson
import pytest

from graph.models.faults import completion_in, fault_of, retry_after

PAGE = b"<html><head><title>502 Bad &amp; Gateway</title></head><body>long</body></html>"


def _error(message: str, code: str | None = None) -> bytes:
    return orjson.dumps({"error": {"message": message, "type": "t", "code": code}})


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (429, {}, _error("slow down"), "overloaded"),
        (529, {}, b"", "overloaded"),
        (503, {"retry-after": "3"}, b"", "overloaded"),
        (503, {}, b"", "unreachable"),
        (502, {}, PAGE, "unreachable"),
        (504, {}, b"", "unreachable"),
        (521, {}, b"", "unreachable"),
        (500, {}, _error("CUDA error"), "broken"),
        (408, {}, b"", "silent"),
        (409, {}, b"", "passing"),
        (599, {}, b"", "passing"),
        (429, {}, _error("pay first", "insufficient_quota"), "denied"),
        (401, {}, _error("bad key"), "denied"),
        (403, {}, _error("not yours"), "denied"),
        (404, {}, _error("no such model"), "denied"),
        (302, {}, b"", "denied"),
        (400, {}, _error("This response_format type is unavailable now"), "denied"),
        (400, {}, _error("Unsupported parameter: 'max_tokens'"), "denied"),
        (400, {}, _error("too many", "context_length_exceeded"), "lasting"),
        (400, {}, _error("something else"), "lasting"),
        (422, {}, b"[]", "lasting"),
    ],
)
def test_the_kind_follows_from_the_response(status, headers, body, kind):
    fault = fault_of(status, headers, body)
    assert (fault.kind, fault.counts, fault.status) == (kind, kind != "overloaded", status)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_error("no such thing\nat all"), "400: no such thing at all"),
        (orjson.dumps({"error": "plain"}), "400: plain"),
        (orjson.dumps({"message": "of vLLM"}), "400: of vLLM"),
        (orjson.dumps({"detail": "of FastAPI"}), "400: of FastAPI"),
        (orjson.dumps({"detail": [{"loc": ["body"], "msg": "x"}]}), "400: [{'loc': ['body'], 'msg': 'x'}]"),
        (orjson.dumps(["odd"]), "400: ['odd']"),
        (PAGE, "400: a page titled '502 Bad & Gateway'"),
        (b"plain text\n here", "400: 'plain text here'"),
        (b"", "400: an empty body"),
        (b"\xff\xfe", "400: '\ufffd\ufffd'"),
        (_error("the 'temperature' is fixed"), "400: the 'temperature' is fixed (leave temperature out)"),
        (
            _error("maximum context length is 8"),
            "400: maximum context length is 8 (the prompt is too long for this model)",
        ),
    ],
)
def test_what_went_wrong_is_told_in_one_line(body, told):
    assert str(fault_of(400, {}, body)) == told


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_a_retry_after_is_read_in_every_form(headers, seconds):
    assert retry_after(headers) == seconds


def test_a_retry_after_may_be_a_date_to_come():
    until = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    assert retry_after({"retry-after": until}) == pytest.approx(7200, abs=60)


def test_a_completion_is_given_as_it_is():
    completion = {"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": 3}, "more": 1}
    assert completion_in(orjson.dumps(completion)) == completion
