import { spawn, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withFolder } from "./world.js";

/** The program as it is published, built beside the real one so that it finds the same packages. */
let root = "";

beforeAll(async () => {
  const cache = join(process.cwd(), "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  root = await mkdtemp(join(cache, "qedmark-"));
  await cp("package.json", join(root, "package.json"));
  for (const entry of await readdir("src", { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(root, source.replace(/^src/u, "dist").replace(/\.ts$/u, ".js"));
    const { outputText } = ts.transpileModule(await readFile(source, "utf8"), {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const program = (): string => join(root, "dist/cli/main.js");

const run = (folder: string, argv: readonly string[], input = ""): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program(), ...argv], { cwd: folder, input, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
};

describe("the program", () => {
  it("checks files and standard input, and returns the exit codes", async () => {
    await withFolder({ "a.md": "No mathematics here.\n" }, (folder) => {
      expect(run(folder, ["check"])).toMatchObject({ code: 0, err: "" });
      expect(JSON.parse(run(folder, ["check", "-", "--format", "json"], "$1 = 1$\n").out)).toMatchObject({
        summary: { steps: 1 },
      });
      expect(run(folder, ["check", "missing.md"])).toEqual({
        code: 2,
        out: "",
        err: "qedmark: missing.md: no such file or folder: check the path\n",
      });
    });
  });

  it("is quiet when nobody reads on", async () => {
    await withFolder({ "a.md": "$1 = 1$\n\n".repeat(500) }, async (folder) => {
      const child = spawn(process.execPath, [program(), "check", "--format", "json"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let err = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.stdout.once("data", () => {
        child.stdout.destroy();
      });
      const code = await new Promise((done) => child.once("close", done));
      expect({ code, err }).toEqual({ code: 0, err: "" });
    });
  });

  it.skipIf(process.platform !== "linux")("says that its output cannot be written", async () => {
    await withFolder({ "a.md": "x\n" }, (folder) => {
      const ran = spawnSync("sh", ["-c", `"${process.execPath}" "${program()}" check > /dev/full`], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(ran.status).toBe(2);
      expect(ran.stderr).toMatch(/^qedmark: standard output cannot be written: .*\n$/u);
    });
  });

  it.skipIf(process.platform === "win32")("stops watching at an interrupt", async () => {
    await withFolder({ "a.md": "x\n" }, async (folder) => {
      const child = spawn(process.execPath, [program(), "check", "--watch"], { cwd: folder });
      child.stdout.setEncoding("utf8");
      child.stdout.once("data", () => setTimeout(() => child.kill("SIGINT"), 200));
      expect(
        await new Promise((done) =>
          child.once("close", (code, signal) => {
            done([code, signal]);
          }),
        ),
      ).toEqual([0, null]);
    });
  });

  it("loads no package but the parser of command lines before it knows the command", async () => {
    const packages = new Set<string>();
    const files = new Set<string>();
    const waiting = [program()];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (files.has(file)) continue;
      files.add(file);
      for (const [, from = ""] of (await readFile(file, "utf8")).matchAll(/^(?:import|export) [^;]*?from "([^"]+)";$/gmsu)) {
        if (from.startsWith(".")) waiting.push(join(dirname(file), from));
        else if (!from.startsWith("node:")) packages.add(from);
      }
    }
    expect([...packages]).toEqual(["commander"]);
    expect(files.size).toBeLessThan(15);
  });
});
