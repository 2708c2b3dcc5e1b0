import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withFolder } from "../cli/world.js";
import { FULL } from "./hostile.js";

/** The program, bundled as it is published, where it finds the packages of the project. */
let root = "";
let program = "";

beforeAll(async () => {
  const cache = join(process.cwd(), "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  root = await mkdtemp(join(cache, "qedmark-hostile-"));
  await cp("package.json", join(root, "package.json"));
  const output = { dir: join(root, "dist/cli"), chunkFileNames: "[name].js" };
  await build({ input: { main: "src/cli/main.ts" }, platform: "node", output, logLevel: "silent" });
  program = join(root, "dist/cli/main.js");
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in a shell, with `$q` for it. */
function shell(folder: string, line: string): Ended {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `q() { "$NODE" "$PROGRAM" "$@"; }; ${line}`], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, NODE: process.execPath, PROGRAM: program },
  });
  return { code: status, out: stdout, err: stderr };
}

/** A report on it fills the buffer of a pipe. */
const DOCUMENT = "$y = x$\n\n".repeat(400);

describe.skipIf(process.platform !== "linux")("the program", () => {
  it("ends quietly when its reader goes", async () => {
    await withFolder({ "a.md": DOCUMENT }, (folder) => {
      for (const command of ["check --verbose a.md", "check --format json a.md", "--help"]) {
        const { out, err } = shell(folder, `q ${command} | head -1; echo "\${PIPESTATUS[0]}" >&2`);
        expect(out.split("\n")).toHaveLength(2);
        expect(err).toMatch(/^0\n$/u);
      }
    });
  });

  it("takes closed input for an empty document", async () => {
    await withFolder({}, (folder) => {
      for (const line of ["q check - <&-", ": | q mutate -"]) expect(shell(folder, line)).toMatchObject({ code: 0, err: "" });
    });
  });

  it("says that its input is a folder, or cannot be read", async () => {
    await withFolder({}, (folder) => {
      const said = { code: 2, out: "", err: "qedmark: standard input: is a folder: name a file\n" };
      expect(shell(folder, "q check - < .")).toEqual(said);
      expect(shell(folder, "q check - 0> written")).toEqual({
        ...said,
        err: "qedmark: standard input: cannot be used (EBADF): check the path and its permissions\n",
      });
    });
  });

  it("refuses input that never ends", { timeout: 60_000 }, async () => {
    await withFolder({}, (folder) => {
      const { code, out, err } = shell(folder, "set -o pipefail; yes | q check -; exit $?");
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toBe("qedmark: standard input: larger than 64 MB: split the document\n");
      expect(shell(folder, "q check - < /dev/zero").err).toMatch(
        /^qedmark: standard input: (?:larger than 64 MB|is no text)[^\n]*\n$/u,
      );
    });
  });

  it("keeps its exit code when no output is open", async () => {
    await withFolder({ "a.md": "$$x = x + 1$$\n", "b.md": "" }, (folder) => {
      expect(shell(folder, "q check a.md >&-")).toEqual({ code: 1, out: "", err: "" });
      expect(shell(folder, "q check b.md >&- 2>&-")).toMatchObject({ code: 0 });
      expect(shell(folder, "q check nope.md 2>&-")).toEqual({ code: 2, out: "", err: "" });
      expect(shell(folder, "q check nope.md 2> /dev/full")).toEqual({ code: 2, out: "", err: "" });
    });
  });

  it("says in one line that the disk is full, and leaves no half of a report", async () => {
    await withFolder({ "a.md": DOCUMENT }, async (folder) => {
      const full = shell(folder, "q check --verbose a.md > /dev/full");
      expect(full.code).toBe(2);
      expect(full.err).toMatch(/^qedmark: standard output cannot be written: [^\n]*\n$/u);
      // A limit on the size of files is the disk that is full after some bytes.
      const limited = shell(folder, "trap '' XFSZ; ulimit -f 8; echo before > out.txt; q check --format json a.md --out out.txt");
      expect(limited).toMatchObject({ code: 2, out: "" });
      expect(limited.err).toMatch(/^qedmark: --out out\.txt: [^\n]*\n$/u);
      expect(await readFile(join(folder, "out.txt"), "utf8")).toBe("before\n");
      expect(shell(folder, "ls -A").out).toBe("a.md\nout.txt\n");
    });
  });

  it.skipIf(spawnSync("setpriv", ["--reuid=65534", "true"]).status !== 0)("says that it may not read a file", async () => {
    await withFolder({ "a.md": "x", "closed/b.md": "x" }, (folder) => {
      const asNobody = `"$(command -v setpriv)" --reuid=65534 "$NODE" "$PROGRAM"`;
      shell(folder, "chmod 711 .; chmod 000 a.md closed");
      const said = "no permission: change its permissions or choose another\n";
      const ran = shell(folder, `${asNobody} check a.md`);
      // Where nobody may not even see the program there is nothing to try.
      if (ran.err.startsWith("qedmark")) expect(ran).toEqual({ code: 2, out: "", err: `qedmark: a.md: ${said}` });
      shell(folder, "chmod 700 closed");
    });
  });

  it("stops at an interrupt in the middle of the work", async () => {
    await withFolder({ "a.md": "$$a + b + c = c + b + a$$\n\n".repeat(60) }, async (folder) => {
      const child = spawn(process.execPath, [program, "mutate", "a.md"], { cwd: folder, stdio: "ignore" });
      const ended = new Promise((done) => {
        child.once("close", (code, signal) => {
          done([code, signal]);
        });
      });
      setTimeout(() => child.kill("SIGINT"), 700);
      expect(await ended).toEqual([null, "SIGINT"]);
    });
  });

  it("needs little memory for 5 MB", { timeout: 120_000 }, async () => {
    const text = (FULL ? "word $p(x, z) = p(x|z) p(z)$ word\n\n" : "word $y = x$ word\n\n").repeat(250_000);
    await withFolder({ "a.md": text }, (folder) => {
      const out = openSync(join(folder, "out.json"), "w");
      const { status, stderr } = spawnSync(
        process.execPath,
        ["--max-old-space-size=500", program, "check", "--format", "json", "a.md"],
        {
          cwd: folder,
          encoding: "utf8",
          stdio: ["ignore", out, "pipe"],
        },
      );
      closeSync(out);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    });
  });
});
