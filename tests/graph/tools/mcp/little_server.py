"""A server of few lines that speaks MCP over stdio, and misbehaves on request. Started by tests as a process."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

HINTS = {"readOnlyHint": False, "openWorldHint": False}
READS = {"readOnlyHint": True, "openWorldHint": False}
TEXT = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
NOTHING = {"type": "object", "properties": {}}
TOOLS = {
    "add": (HINTS, {"type": "object", "properties": {"by": {"type": "integer"}}, "required": ["by"]}),
    "total": (READS, NOTHING),
    "echo": (READS, TEXT),
    "write_note": (HINTS, TEXT),
    "read_note": (READS, {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}),
    "where": (READS, NOTHING),
    "clock": (READS, NOTHING),
    "send": ({"openWorldHint": True}, TEXT),
    "variables": (READS, NOTHING),
    "start_child": (READS, NOTHING),
    "fail": (READS, NOTHING),
    "hang": (READS, NOTHING),
    "crash": (READS, NOTHING),
    "garbage": (READS, NOTHING),
    "huge": (READS, NOTHING),
    "hoard": (READS, NOTHING),
}
without = sys.argv[1].split(",")
total = 0


def say(id: int, **answer: object) -> None:
    print(json.dumps({"jsonrpc": "2.0", "id": id, **answer}), flush=True)


def add(by: int) -> object:
    global total
    total += by
    return {"total": total}


def write_note(text: str) -> object:
    Path("note.txt").write_text(text)
    return {"written": "note.txt"}


def start_child() -> object:
    child = subprocess.Popen(["sleep", "600"])
    return {"pids": [os.getpid(), child.pid]}


def fail() -> object:
    raise ValueError("there is nothing to do")


def crash() -> object:
    print("it is all over: key-12345", file=sys.stderr, flush=True)
    os._exit(3)


def garbage() -> object:
    while True:
        print("this is no message", flush=True)


RUN = {
    "add": add,
    "total": lambda: {"total": total},
    "echo": lambda text: text,
    "write_note": write_note,
    "read_note": lambda path: Path(path).read_text(),
    "where": lambda: {"folder": str(Path.cwd()), "argument": sys.argv[2:]},
    "clock": lambda: {"time": time.time_ns()},
    "send": lambda text: add(1),
    "variables": lambda: dict(os.environ),
    "start_child": start_child,
    "fail": fail,
    "hang": lambda: time.sleep(600),
    "crash": crash,
    "garbage": garbage,
    "huge": lambda: "x" * 50_000_000,
    "hoard": lambda: len(bytearray(400 << 20)),
}


def answer(id: int, name: str, arguments: dict[str, object]) -> None:
    try:
        result = RUN[name](**arguments)
    except (ValueError, OSError, MemoryError) as error:
        say(id, result={"content": [{"type": "text", "text": str(error) or type(error).__name__}], "isError": True})
        return
    text = result if isinstance(result, str) else json.dumps(result)
    say(id, result={"content": [{"type": "text", "text": text}]})


def described(name: str) -> dict[str, object]:
    hints, schema = TOOLS[name]
    return {"name": name, "description": f"The tool {name}.", "inputSchema": schema, "annotations": hints}


if "key" in without and "SOME_KEY" not in os.environ:
    sys.exit("SOME_KEY is not set")
print("welcome to the little server", flush=True)
for line in sys.stdin:
    message = json.loads(line)
    match message.get("method"):
        case "initialize":
            told = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}}
            say(message["id"], result=told | {"serverInfo": {"name": "little", "version": "1"}})
        case "tools/list":
            say(message["id"], result={"tools": [described(name) for name in TOOLS if name not in without]})
        case "tools/call":
            answer(message["id"], message["params"]["name"], message["params"].get("arguments") or {})
        case _ if "id" in message:
            say(message["id"], error={"code": -32601, "message": "no such method"})
