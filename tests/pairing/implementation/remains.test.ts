import { spawn } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasty, isRunning, Workplace } from "./workplace.js";

const place = new Workplace();

/** Loads a function that never returns, calls it, says which process does it, and waits. */
const caller = `
import { openImplementation } from "${resolve("src/pairing/implementation/open.ts")}";
import { defaultLimits } from "${resolve("src/pairing/implementation/types.ts")}";
const [file, name] = process.argv.slice(2);
const implementation = await openImplementation({ kind: "plain", file, name }, { ...defaultLimits, callMilliseconds: 60_000 });
void implementation.call([]);
setTimeout(() => process.stdout.write(String(implementation.pid) + "\\n"), 200);
`;

beforeAll(async () => {
  place.write("spins.mjs", "export const spins = () => { for (;;); };\n");
  place.write("waits.mjs", "export const waits = () => new Promise(() => {});\n");
  place.write("spins.py", "def spins():\n    while True: pass\n");
  place.write("caller/main.mjs", caller);
  // The bundle finds the workers as that of the command line does: by the names in the package.json above it.
  place.write("caller/package.json", '{ "imports": { "#implementation-worker/*": "./worker/*" } }');
  symlinkSync(resolve("src/pairing/implementation/worker"), join(place.root, "caller/worker"));
  symlinkSync(resolve("node_modules"), join(place.root, "caller/node_modules"));
  const build = await rolldown({ input: join(place.root, "caller/main.mjs"), platform: "node" });
  await build.write({ file: join(place.root, "caller/bundle.mjs"), format: "esm" });
});

afterAll(() => place.remove());

const isZombie = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && readFileSync(`/proc/${pid}/stat`, "utf8").includes(" Z ");

async function isGone(pid: number, attempts = 50): Promise<boolean> {
  if (!isRunning(pid) || isZombie(pid)) return true;
  if (attempts === 0) return false;
  await after(100);
  return isGone(pid, attempts - 1);
}

describe("the process of a function", () => {
  it.each([
    ["spins.mjs", "spins"],
    ["waits.mjs", "waits"],
    ["spins.py", "spins"],
  ])("%s: ends when the one that started it is killed", async (file, name) => {
    const parent = spawn(process.execPath, [join(place.root, "caller/bundle.mjs"), join(place.root, file), name], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((found) =>
      parent.stdout.once("data", (chunk) => {
        found(Number(String(chunk)));
      }),
    );
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    expect(await isGone(pid)).toBe(true);
  });

  it("is one, and none once the function is closed, also in the middle of a call", async () => {
    const implementation = await place.open("spins.mjs", "spins");
    const { pid } = implementation;
    const outcome = implementation.call([]);
    await after(100);
    expect(isRunning(pid)).toBe(true);
    await implementation.close();
    expect(isRunning(pid)).toBe(false);
    expect(await outcome).toMatchObject({ kind: "failure", reason: "not running" });
    expect(implementation.pid).toBeNull();
  });

  it("is none where nothing could be loaded", async () => {
    const before = children();
    await place.problem("spins.mjs", "none", hasty);
    expect(children()).toEqual(before);
  });
});

/** The processes that this one started and that are not gone. */
function children(): string {
  const path = `/proc/self/task/${process.pid}/children`;
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}
