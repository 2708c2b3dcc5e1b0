import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImplementation } from "../../../src/pairing/implementation/open.js";
import type { Implementation } from "../../../src/pairing/implementation/types.js";
import { data, hasty, isRunning, limits, Workplace } from "./workplace.js";

const place = new Workplace();

const succeeds = (...args: readonly string[]): boolean => {
  try {
    execFileSync("python3", args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const hasPython = succeeds("--version");
const hasNumpy = hasPython && succeeds("-I", "-c", "import numpy");

beforeAll(() => {
  place.write("helper.py", "def half(x):\n    return x / 2\n");
  place.write(
    "kl.py",
    `
import asyncio, ctypes, fractions, itertools, math, os, socket, subprocess, sys, threading, time
from helper import half

def kl(mean, log_var=0.0):
    return half(mean**2 + math.exp(log_var) - log_var - 1)

same = lambda value: value

def shape(record, items, flag, text, count):
    return [record["mean"], items[1], 1 if flag is True else 0, len(text), len(range(count))]

class Normal:
    pass

number = 3

async def later(x):
    await asyncio.sleep(0)
    return x * 2

def variadic(*xs): return len(xs)

def throws():
    raise ValueError("the variance\\nis negative")

class Strange(Exception):
    def __str__(self): raise KeyError("no text")

def throws_strange(): raise Strange()
def interrupts(): raise KeyboardInterrupt()
def spins():
    while True: pass
def spins_in_c(): return sum(itertools.count())
def waits(): time.sleep(1000)
async def waits_for_ever(): await asyncio.Event().wait()
def deep(n): return deep(n + 1) + 1
def prints():
    for _ in range(10):
        print("x" * 1_000_000)
        print("y" * 1_000_000, file=sys.stderr)
    return 1
def prints_raw():
    for _ in range(100): os.write(1, b"x" * 100_000)
    return 1
def says(x):
    print("half of", x)
    print("done", file=sys.stderr)
    return half(x)
def forges():
    print('{"kind":"value","value":666,"id":2,"token":""}')
    os.write(4, b'{"kind":"value","value":666,"id":2,"token":""}\\n{"kind":\\n')
    return 7
def gives(what):
    return {"nan": math.nan, "infinity": (math.inf, -math.inf), "zero": -0.0, "integer": 2**40, "nothing": None, "text": "0.5",
        "boolean": True, "vast": 10**400, "complex": 1j, "fraction": fractions.Fraction(1, 2), "dict": {}, "function": math.exp,
        "empty": [], "ragged": [[1, 2], [3]], "uneven": [1, [2]], "inner": [[1, 2], [3, "4"]], "booleans": [True]}[what]
def huge(): return [0.5] * 20_000
def circular():
    a = []
    a.append(a)
    return a
def exits(): sys.exit(3)
def raises_exit(): raise SystemExit
def exits_at_once(): os._exit(4)
def aborts(): os.abort()
def crashes(): os.kill(os.getpid(), 11)
def allocates():
    kept = []
    while True: kept.append(bytearray(10_000_000))
def writes(path): open(path, "w").write("x")
def writes_low(path): os.open(path, os.O_WRONLY | os.O_CREAT)
def removes(path): os.remove(path)
def reads(path): return len(open(path).read())
def lists(path): return len(os.listdir(path))
def spawns(): return subprocess.call(["echo", "1"])
def forks(): return os.fork()
def shells(): return os.system("echo 1")
def calls_c(): return ctypes.CDLL(None).getpid()
def connects(): return socket.create_connection(("127.0.0.1", 9))
def secret(): return 1 if "QEDMARK_TEST_SECRET" in os.environ else 0
def run(what, *args): return globals()[what](*args)
def threaded():
    threading.Thread(target=lambda: time.sleep(1000)).start()
    return 1
`,
  );
  place.write(
    "arrays.py",
    `
import numpy as np

def kl(mean, log_var):
    return 0.5 * np.sum(mean**2 + np.exp(log_var) - log_var - 1, axis=-1)

def gives(what):
    return {"scalar": np.float32(0.5), "integer": np.int64(3), "zero-dimensional": np.array(2.5), "matrix": np.array([[1, 2], [3, 4]]),
        "nan": np.array([np.nan, np.inf, -0.0]), "boolean": np.bool_(True), "booleans": np.array([True]), "complex": np.array([1j]),
        "object": np.array([None]), "list": [np.float64(1), np.array(2)], "huge": np.zeros((200, 200)), "text": np.array(["a"])}[what]

def kind(x): return 1 if isinstance(x, np.ndarray) and x.dtype == np.float64 else 0
`,
  );
  process.env.QEDMARK_TEST_SECRET = "s3cret";
});

afterAll(() => place.remove());

describe.skipIf(!hasPython)("a function of a file of Python", () => {
  let running: Implementation | null = null;

  it("is called with numbers, records, lists and literals", async () => {
    const kl = await place.open("kl.py", "kl");
    expect(kl.location).toEqual({ file: join(place.root, "kl.py"), name: "kl", line: 5 });
    expect(kl.parameters).toEqual(["mean", "log_var"]);
    expect(kl.arrays).toBe(hasNumpy ? "numpy" : "lists");
    expect(await kl.call([data(2), data(0)])).toEqual({ kind: "value", value: 2, printed: null });
    expect(await kl.call([data(1)])).toMatchObject({ value: 0.5 });
    const same = await place.open("kl.py", "same");
    for (const value of [
      NaN,
      Infinity,
      -Infinity,
      -0,
      5e-324,
      0.1 + 0.2,
      [1, -2],
      [
        [1, 2],
        [3, NaN],
      ],
    ]) {
      expect(await same.call([data(value)])).toEqual({ kind: "value", value, printed: null });
    }
    const record = { kind: "record", entries: [["mean", data(4)]] } as const;
    const list = { kind: "list", items: [data(1), data(5)] } as const;
    const literals = [true, "abc", 6].map((value) => ({ kind: "literal", value }) as const);
    expect(await place.call("kl.py", "shape", [record, list, ...literals])).toMatchObject({ value: [4, 5, 1, 3, 6] });
    expect((await place.open("kl.py", "variadic")).parameters).toBeNull();
    expect(await place.call("kl.py", "later", [data(3)])).toMatchObject({ value: 6 });
  });

  it("gives back every number, and says what is none", async () => {
    const gives = await place.open("kl.py", "gives");
    const give = (value: string) => gives.call([{ kind: "literal", value }]);
    const values = [
      ["nan", NaN],
      ["infinity", [Infinity, -Infinity]],
      ["zero", -0],
      ["integer", 2 ** 40],
      ["empty", []],
    ] as const;
    for (const [what, value] of values) expect(await give(what)).toEqual({ kind: "value", value, printed: null });
    const outcomes: [string, string, string][] = [
      ["nothing", "not numbers", "gave back None, not a number"],
      ["text", "not numbers", 'gave back the text "0.5", not a number'],
      ["boolean", "not numbers", "gave back True, not a number"],
      ["booleans", "not numbers", "gave back an array whose element [0] is True, not a number"],
      ["vast", "not numbers", "gave back an integer too large for a float"],
      ["complex", "not numbers", "gave back a value of type complex, not a number"],
      ["fraction", "not numbers", "gave back a value of type Fraction, not a number"],
      ["dict", "not numbers", "gave back a value of type dict, not a number"],
      ["inner", "not numbers", 'gave back an array whose element [1][1] is the text "4", not a number'],
      ["ragged", "ragged", "gave back a ragged array: its rows have different lengths"],
      ["uneven", "ragged", "gave back a ragged array: its rows have different lengths"],
    ];
    for (const [what, reason, message] of outcomes) {
      expect(await give(what)).toEqual({ kind: "failure", reason, message, line: null, printed: null });
    }
  });

  it.each([
    ["huge", "too large", "gave back more than 10000 numbers"],
    ["circular", "not numbers", "gave back arrays nested more than 32 deep"],
    ["throws", "threw", "ValueError: the variance is negative"],
    ["throws_strange", "threw", "Strange: an exception that cannot be shown"],
    ["interrupts", "threw", "KeyboardInterrupt: "],
    ["deep", "threw", "RecursionError: maximum recursion depth exceeded"],
    ["exits", "ended", "ended its process (exit code 3)"],
    ["raises_exit", "ended", "ended its process (exit code 0)"],
    ["exits_at_once", "ended", "ended its process (exit code 4)"],
    ["aborts", "ended", "its process was ended by SIGABRT"],
    ["allocates", "out of memory", "MemoryError"],
    ["spawns", "refused", "tried to start or reach another process"],
    ["forks", "refused", "tried to start or reach another process"],
    ["shells", "refused", "tried to start or reach another process"],
    ["crashes", "refused", "tried to start or reach another process"],
    ["calls_c", "refused", "tried to load native code"],
    ["connects", "refused", "tried to use the network: an implementation may not"],
  ])("%s: %s", async (name, reason, message) => {
    running ??= await place.open("kl.py", "run");
    const args = name === "deep" ? [data(1)] : [];
    const outcome = await running.call([{ kind: "literal", value: name }, ...args]);
    expect(outcome).toMatchObject({ kind: "failure", reason });
    expect(outcome).toHaveProperty("message", expect.stringContaining(message.trim()));
  });

  it("names the line that threw", async () => {
    const line = place.lineOf("kl.py", "raise ValueError");
    expect(await place.call("kl.py", "throws")).toMatchObject({ line });
  });

  it("may not write, nor read outside its folder", async () => {
    const target = join(place.root, "written");
    const run = await place.open("kl.py", "run");
    const call = (...words: readonly string[]) => run.call(words.map((value) => ({ kind: "literal", value })));
    expect(await call("writes", target)).toMatchObject({
      reason: "refused",
      message: `tried to write (${target}): an implementation may not`,
    });
    expect(await call("writes_low", target)).toMatchObject({ reason: "refused" });
    expect(existsSync(target)).toBe(false);
    expect(await call("removes", join(place.root, "helper.py"))).toMatchObject({ reason: "refused" });
    expect(existsSync(join(place.root, "helper.py"))).toBe(true);
    expect(await call("reads", "/etc/hostname")).toMatchObject({
      reason: "refused",
      message: "tried to read outside its folder (/etc/hostname): an implementation may not",
    });
    expect(await call("lists", "/etc")).toMatchObject({ reason: "refused" });
    expect(await call("reads", join(place.root, "helper.py"))).toMatchObject({ value: 30 });
    expect(await call("secret")).toMatchObject({ value: 0 });
  });

  it.each(["spins", "spins_in_c", "waits", "waits_for_ever"])("%s: is ended, and the next call works", async (name) => {
    const implementation = await place.open("kl.py", name, hasty);
    const { pid } = implementation;
    expect(isRunning(pid)).toBe(true);
    const message = "took longer than 0.5 s";
    expect(await implementation.call([])).toEqual({ kind: "failure", reason: "timed out", message, line: null, printed: null });
    expect(isRunning(pid)).toBe(false);
    expect(await implementation.call([])).toMatchObject({ reason: "timed out" });
  });

  it("keeps the beginning of what it prints, call by call", async () => {
    const says = await place.open("kl.py", "says");
    expect(await says.call([data(3)])).toEqual({ kind: "value", value: 1.5, printed: "half of 3.0\ndone\n" });
    expect(await says.call([data(4)])).toEqual({ kind: "value", value: 2, printed: "half of 4.0\ndone\n" });
    expect(await place.call("kl.py", "prints")).toEqual({ kind: "value", value: 1, printed: "x".repeat(100) });
    expect(await place.call("kl.py", "prints_raw")).toMatchObject({ kind: "value", value: 1 });
  });

  it("is not mistaken for its own process's replies, and works again after a failure", async () => {
    const forges = await place.open("kl.py", "forges");
    expect(await forges.call([])).toMatchObject({ kind: "value", value: 7 });
    expect(await forges.call([])).toMatchObject({ kind: "value", value: 7 });
    place.write(
      "moody.py",
      "import os\ncalls = 0\ndef moody(x):\n    global calls\n    if x < 0: os._exit(1)\n    calls += 1\n    return calls / x\n",
    );
    const moody = await place.open("moody.py", "moody");
    expect(await moody.call([data(1)])).toMatchObject({ value: 1 });
    expect(await moody.call([data(0)])).toMatchObject({ reason: "threw", line: 7 });
    expect(await moody.call([data(1)])).toMatchObject({ value: 3 });
    expect(await moody.call([data(-1)])).toMatchObject({ reason: "ended" });
    expect(await moody.call([data(1)])).toMatchObject({ value: 1 });
  });

  it("is one module with what imports it, whatever its name", async () => {
    place.write("circle.py", "import around_circle\ncount = 5\ndef kl(): return around_circle.count()\n");
    place.write("around_circle.py", "import circle\ndef count(): return circle.count\n");
    expect(await place.call("circle.py", "kl")).toMatchObject({ value: 5 });
    place.write("random.py", "import statistics\ndef kl(): return statistics.mean([1, 3])\n");
    expect(await place.call("random.py", "kl")).toMatchObject({ value: 2 });
    place.write("my implementation-2.py", "def kl(): return 4\n");
    expect(await place.call("my implementation-2.py", "kl")).toMatchObject({ value: 4 });
  });

  it("leaves no thread behind", async () => {
    const threaded = await place.open("kl.py", "threaded");
    expect(await threaded.call([])).toMatchObject({ value: 1 });
    const { pid } = threaded;
    await threaded.close();
    expect(isRunning(pid)).toBe(false);
  });

  it("is not called where there is no Python", async () => {
    const target = { kind: "plain", file: join(place.root, "kl.py"), name: "kl" } as const;
    await expect(openImplementation(target, limits, { PATH: place.root })).rejects.toThrow(
      /python3 was not found: install Python 3/,
    );
  });

  it.each([
    ["kl.py", "kl_standard", /^kl\.py: has no function kl_standard: it has half, kl, same, shape, /],
    ["kl.py", "Normal", /^kl\.py:13: Normal is a class, not a function: name a function$/],
    ["kl.py", "number", /^kl\.py:16: number is a value of type int, not a function: name a function$/],
    ["broken.py", "kl", /^broken\.py:2: syntax error: /],
    ["around.py", "kl", /^around\.py: imports .*broken\.py:2, which has a syntax error: /],
    ["lost.py", "kl", /^lost\.py:1: imports no_such_module, which was not found/],
    ["fails.py", "kl", /^fails\.py:2: could not be loaded: ZeroDivisionError: /],
    ["ends.py", "kl", /^ends\.py:2: could not be loaded: ended its process \(exit code 0\)/],
    ["leaves.py", "kl", /^leaves\.py: ended its process \(exit code 5\) while it was loaded/],
    ["busy.py", "kl", /^busy\.py: was not loaded within 1 s: /],
    ["bytes.py", "kl", /^bytes\.py: syntax error: /],
    ["none.py", "kl", /^none\.py: no such file or folder: check the path$/],
  ])("%s#%s cannot be used", async (file, name, message) => {
    place.write("broken.py", "one = 1\ndef kl(:\n    return 1\n");
    place.write("around.py", "import broken\nkl = broken.kl\n");
    place.write("lost.py", "import no_such_module\n");
    place.write("fails.py", "kl = abs\n1 / 0\n");
    place.write("ends.py", "import sys\nsys.exit()\n");
    place.write("leaves.py", "import os\nos._exit(5)\n");
    place.write("busy.py", "while True: pass\n");
    place.write("bytes.py", "kl = '\0'\n");
    const own = file === "busy.py" ? { ...hasty, startMilliseconds: 1_000 } : hasty;
    expect(await place.problem(file, name, own)).toMatch(message);
  });
});

describe.skipIf(!hasNumpy)("a function of NumPy", () => {
  it("gets arrays of NumPy and may give back what NumPy has", async () => {
    const kl = await place.open("arrays.py", "kl");
    expect(await kl.call([data([2, 0]), data([0, 0])])).toMatchObject({ value: 2 });
    expect(
      await kl.call([
        data([
          [2, 0],
          [0, 1],
        ]),
        data([
          [0, 0],
          [0, 0],
        ]),
      ]),
    ).toMatchObject({ value: [2, 0.5] });
    expect(await place.call("arrays.py", "kind", [data([1, 2])])).toMatchObject({ value: 1 });
    expect(await place.call("arrays.py", "kind", [data(1)])).toMatchObject({ value: 0 });
    expect(await place.call("arrays.py", "kind", [data([[1], [2, 3]])])).toMatchObject({ value: 0 });
    const gives = await place.open("arrays.py", "gives");
    const give = (value: string) => gives.call([{ kind: "literal", value }]);
    const values = [
      ["scalar", 0.5],
      ["integer", 3],
      ["zero-dimensional", 2.5],
      [
        "matrix",
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ["nan", [NaN, Infinity, -0]],
      ["list", [1, 2]],
    ] as const;
    for (const [what, value] of values) expect(await give(what)).toEqual({ kind: "value", value, printed: null });
    for (const what of ["boolean", "booleans", "complex", "object", "text"])
      expect(await give(what)).toMatchObject({ reason: "not numbers" });
    expect(await give("huge")).toMatchObject({ reason: "too large" });
  });
});
