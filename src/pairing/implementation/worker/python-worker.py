"""Runs in a process of its own: loads one function, calls it as often as asked, and says what came of it.

Requests come as lines of JSON on descriptor 3, replies go out as lines of JSON on descriptor 4. Each reply carries the token of the first request.
What code may not do is refused by an audit hook of the interpreter: that stops slips, and is no wall against code that sets out to break it.
"""

import ctypes
import importlib.util
import inspect
import io
import json
import math
import os
import re
import signal
import site
import sys
import traceback

DEEPEST = 32
STANDARD = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names))


class Failure(Exception):
    def __init__(self, reason, message, line=None, file=None):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.line = line
        self.file = file


class Refusal(PermissionError):
    pass


class Printed(io.TextIOBase):
    """What is printed is kept up to a limit: here for the reply, and on the descriptor for the case that the process ends without one."""

    encoding = "utf-8"

    def __init__(self):
        self.left = 0
        self.text = ""

    def start(self, characters):
        self.left = characters
        self.text = ""

    def writer(self, descriptor):
        return Stream(self, descriptor)


class Stream(io.TextIOBase):
    def __init__(self, printed, descriptor):
        self.printed = printed
        self.descriptor = descriptor

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def write(self, text):
        kept = text[: self.printed.left]
        self.printed.left -= len(kept)
        self.printed.text += kept
        if kept:
            os.write(self.descriptor, kept.encode("utf-8", "replace"))
        return len(text)


def one_line(text):
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= 300 else line[:299] + "…"


def describe(value):
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, str):
        return "the text " + json.dumps(value if len(value) <= 40 else value[:39] + "…", ensure_ascii=False)
    return "a value of type " + type(value).__name__


def encode_number(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else value


def is_array(value):
    """Arrays of NumPy and of the libraries that imitate it."""
    return hasattr(value, "dtype") and hasattr(value, "shape") and callable(getattr(value, "tolist", None))


def encode_result(result, limit):
    left = limit

    def take(count):
        nonlocal left
        left -= count
        if left < 0:
            raise Failure("too large", f"gave back more than {limit} numbers")

    def encode(value, path):
        if is_array(value):
            count = 1
            for size in value.shape:
                count *= int(size)
            if count > left:
                raise Failure("too large", f"gave back more than {limit} numbers")
            value = value.tolist()
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            take(1)
            try:
                return encode_number(float(value))
            except OverflowError:
                raise Failure("not numbers", "gave back an integer too large for a float") from None
        where = "gave back an array whose element " + "".join(f"[{i}]" for i in path) + " is" if path else "gave back"
        if not isinstance(value, (list, tuple)):
            raise Failure("not numbers", f"{where} {describe(value)}, not a number")
        if len(path) >= DEEPEST:
            raise Failure("not numbers", f"gave back arrays nested more than {DEEPEST} deep")
        # An empty list costs as much as a number: lists of lists of nothing are large too.
        if not value:
            take(1)
        elif len(value) > limit:
            take(len(value))
        return [encode(item, (*path, i)) for i, item in enumerate(value)]

    return encode(result, ())


def decode_number(code):
    return float(code)


def decode_argument(argument, numpy):
    kind, first, *_ = argument
    if kind == "data":
        return decode_data(first, numpy)
    if kind == "list":
        return [decode_argument(item, numpy) for item in first]
    if kind == "record":
        return {key: decode_argument(value, numpy) for key, value in first}
    return first


def decode_data(value, numpy):
    if not isinstance(value, list):
        return decode_number(value)
    plain = [decode_data(item, None) for item in value]
    if numpy is None:
        return plain
    try:
        return numpy.array(plain, dtype=numpy.float64)
    except ValueError:
        # Ragged: no array of NumPy.
        return plain


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FILES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "shutil.")
PROCESSES = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.killpg", "pty.")
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "socket.sendmsg", "urllib.", "http.", "ftplib.", "smtplib.")


def guard(folder):
    """Refuses writing, other processes, the network, and reading outside the folder and the interpreter's own."""
    own = [folder, os.path.dirname(os.path.realpath(__file__)), sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]
    # Where libraries look for what the machine is; nothing there belongs to anyone.
    own += ["/usr/lib", "/usr/share", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system", "/dev/null", "/dev/urandom", "/etc/localtime"]
    readable = tuple({os.path.realpath(path) for path in own if path})

    def may_read(path):
        real = os.path.realpath(path)
        return any(real == place or real.startswith(place.rstrip(os.sep) + os.sep) for place in readable)

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, int):
                return
            name = os.fsdecode(path) if path is not None else ""
            writing = (isinstance(mode, str) and re.search("[wax+]", mode)) or (isinstance(flags, int) and flags & WRITING)
            if writing and name != os.devnull:
                raise Refusal(f"tried to write ({name}): an implementation may not")
            if not may_read(name):
                raise Refusal(f"tried to read outside its folder ({name}): an implementation may not")
        elif event.startswith(FILES):
            raise Refusal(f"tried to change files ({event}): an implementation may not")
        elif event in ("os.listdir", "os.scandir"):
            path = arguments[0]
            if not isinstance(path, int) and not may_read(os.fsdecode(path or ".")):
                raise Refusal(f"tried to read outside its folder ({os.fsdecode(path or '.')}): an implementation may not")
        elif event == "ctypes.dlopen":
            # Libraries load their own parts so; the C library would give what is refused here.
            name = os.fsdecode(arguments[0] or "")
            if os.sep not in name or not may_read(name):
                raise Refusal(f"tried to load native code ({name}): an implementation may not")
        elif event.startswith(PROCESSES):
            raise Refusal(f"tried to start or reach another process ({event}): an implementation may not")
        elif event.startswith(NETWORK):
            raise Refusal("tried to use the network: an implementation may not")

    sys.addaudithook(hook)


def line_in(error, file):
    """The innermost line of the traceback that lies in the file."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def failure(error, file):
    if isinstance(error, Failure):
        return {"kind": "failure", "reason": error.reason, "message": error.message, "line": error.line, "file": error.file}
    line = line_in(error, file)
    if isinstance(error, SystemExit):
        return {"kind": "failure", "reason": "ended", "message": f"ended its process (exit code {describe_code(error.code)})", "line": line}
    if isinstance(error, Refusal):
        return {"kind": "failure", "reason": "refused", "message": one_line(str(error)), "line": line}
    if isinstance(error, MemoryError):
        return {"kind": "failure", "reason": "out of memory", "message": one_line(f"MemoryError: {error}"), "line": line}
    try:
        text = str(error)
    except Exception:
        text = "an exception that cannot be shown"
    return {"kind": "failure", "reason": "threw", "message": one_line(f"{type(error).__name__}: {text}"), "line": line}


def describe_code(code):
    return 0 if code is None else code if isinstance(code, int) else 1


def load(file, name):
    folder = os.path.dirname(file)
    sys.path.insert(0, folder)
    # Under its own name, so that files beside it that import it get the same module, unless that is a name that others need.
    stem = os.path.splitext(os.path.basename(file))[0]
    title = "implementation" if stem in sys.modules or stem in STANDARD or not stem.isidentifier() else stem
    spec = importlib.util.spec_from_file_location(title, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[title] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise Failure("syntax", str(error.msg), error.lineno, error.filename) from error
    except ModuleNotFoundError as error:
        raise Failure("missing module", error.name or str(error), line_in(error, file)) from error
    members = vars(module)
    if name not in members:
        functions = [own for own, value in members.items() if inspect.isfunction(value) and not own.startswith("_")]
        raise Failure("missing export", json.dumps(functions))
    function = members[name]
    if inspect.isclass(function):
        raise Failure("not a function", "a class")
    if not callable(function):
        raise Failure("not a function", describe(function))
    return function


def parameters_of(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in parameters] if all(p.kind in plain for p in parameters) else None


async def settled(awaitable):
    return await awaitable


def lines(descriptor):
    pending = b""
    while True:
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            return
        pending += chunk
        *whole, pending = pending.split(b"\n")
        yield from whole


def die_with_parent():
    """Where the kernel offers it, this process ends with the one that started it, whatever it is doing."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        except (OSError, AttributeError):
            pass


def main():
    # The descriptors of the protocol are this file's own: what prints, prints elsewhere.
    incoming, outgoing = 3, 4
    os.set_inheritable(incoming, False)
    os.set_inheritable(outgoing, False)
    die_with_parent()
    printed = Printed()
    sys.stdout, sys.stderr = printed.writer(1), printed.writer(2)
    function = None
    numpy = None
    token, file, most, characters = "", "", 0, 0

    def reply(identity, body):
        text = printed.text
        message = json.dumps({**body, "token": token, "id": identity, "printed": text or None}, allow_nan=False)
        view = memoryview(message.encode("utf-8") + b"\n")
        while view:
            view = view[os.write(outgoing, view) :]

    def open_function(request):
        nonlocal numpy
        if site.ENABLE_USER_SITE is False and os.path.isdir(site.getusersitepackages()):
            sys.path.append(site.getusersitepackages())
        try:
            import numpy as found

            numpy = found
        except Exception:
            numpy = None
        guard(os.path.dirname(file))
        loaded = load(file, request["target"]["name"])
        return loaded, {"kind": "opened", "parameters": parameters_of(loaded), "arrays": "lists" if numpy is None else "numpy"}

    def call(request):
        result = function(*[decode_argument(argument, numpy) for argument in request["arguments"]])
        if inspect.isawaitable(result):
            import asyncio

            result = asyncio.run(settled(result))
        return {"kind": "value", "value": encode_result(result, most)}

    for line in lines(incoming):
        request = json.loads(line)
        if request["kind"] == "open":
            token, file = request["token"], request["target"]["file"]
            most, characters = request["values"], request["characters"]
        printed.start(characters)
        try:
            if request["kind"] == "open":
                function, answer = open_function(request)
            else:
                answer = call(request)
        except BaseException as error:
            answer = failure(error, file)
            if request["kind"] == "open":
                answer["kind"] = "unusable"
        reply(request["id"], answer)


main()
