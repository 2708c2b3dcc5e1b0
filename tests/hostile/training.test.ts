import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyedRandom } from "../../src/numbers/random.js";
import { idxData } from "../cli/train-world.js";
import { withFolder } from "../cli/world.js";
import { FULL } from "./hostile.js";

const KILLS = FULL ? 40 : 2;

/** The program, bundled as it is published, where it finds the packages of the project. */
let root = "";
let program = "";

beforeAll(async () => {
  const cache = join(process.cwd(), "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  root = await mkdtemp(join(cache, "qedmark-training-"));
  await cp("package.json", join(root, "package.json"));
  const external = [/^onnxruntime-/u, /^@tensorflow\//u, "sharp", "webgpu"];
  const output = { dir: join(root, "dist/cli"), chunkFileNames: "[name].js" };
  await build({ input: { main: "src/cli/main.ts" }, platform: "node", external, output, logLevel: "silent" });
  program = join(root, "dist/cli/main.js");
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** A training of some hundred steps with a checkpoint at every third. */
const TRAIN = [
  ...["train", "vae", "--data", "data", "--engine", "reference", "--threads", "1", "--hidden", "4", "--latent", "2"],
  ...[
    "--batch-size",
    "3",
    "--epochs",
    FULL ? "30" : "3",
    "--checkpoint-steps",
    "3",
    "--clip-norm",
    "1",
    "--annealing",
    "50",
    "--out",
    "run",
  ],
];
const RESUME = ["train", "--resume", "run"];

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

const start = (folder: string, argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, [program, ...argv], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

/** Runs the program; `disturb` is called when the training has begun. */
async function ran(folder: string, argv: readonly string[], disturb: (child: ChildProcess) => Promise<void>): Promise<Ended> {
  const child = start(folder, argv);
  let err = "";
  const begun = new Promise<void>((done) => {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      if (err.includes("folder run")) done();
    });
  });
  const closed = once(child, "close");
  await Promise.race([begun.then(() => disturb(child)), closed]);
  await closed;
  return { code: child.exitCode, signal: child.signalCode, err };
}

const undisturbed = (folder: string, argv: readonly string[]): Promise<Ended> => ran(folder, argv, () => Promise.resolve());

/** The newest checkpoint, the best one, all metrics and the last samples. */
async function lasting(folder: string): Promise<Readonly<Record<string, string>>> {
  const checkpoints = (await readdir(join(folder, "run/checkpoints"))).sort();
  const best = checkpoints.filter((name) => name.includes(".best."));
  const names = [...checkpoints.slice(-1), ...best.slice(-1)].map((name) => `checkpoints/${name}`);
  const files = ["metrics.jsonl", "samples/samples.png", ...names];
  return Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, await readFile(join(folder, "run", name), "latin1")] as const)),
  );
}

describe.skipIf(process.platform === "win32")("a training", () => {
  it(
    `that is killed at ${KILLS} random moments and resumed comes to what one comes to that is not`,
    async () => {
      const random = keyedRandom("kill", process.env.QEDMARK_SEED ?? 0);
      await withFolder(idxData(400), async (folder) => {
        expect(await undisturbed(folder, TRAIN)).toMatchObject({ code: 0 });
        const whole = await lasting(folder);
        await rm(join(folder, "run"), { recursive: true });
        let killed = 0;
        for (let kill = 0; kill < KILLS; kill++) {
          const { code, signal, err } = await ran(folder, kill === 0 ? TRAIN : RESUME, async (child) => {
            await setTimeout(random.uniform() * 400);
            child.kill("SIGKILL");
          });
          expect(err).not.toContain("qedmark:");
          if (signal === "SIGKILL") killed += 1;
          else expect(code).toBe(0);
        }
        expect(killed).toBeGreaterThan(0);
        expect(await undisturbed(folder, RESUME)).toMatchObject({ code: 0 });
        expect(await lasting(folder)).toEqual(whole);
        const names = await readdir(join(folder, "run"), { recursive: true });
        expect(names.filter((name) => /partial|lock/u.test(name))).toEqual([]);
      });
    },
    60_000 + KILLS * 20_000,
  );

  it("saves at an interrupt, says how to go on, and is refused to a second process meanwhile", { timeout: 60_000 }, async () => {
    await withFolder(idxData(400), async (folder) => {
      let second: Ended | null = null;
      const { code, err } = await ran(folder, [...TRAIN, "--epochs", "100000"], async (child) => {
        second = await undisturbed(folder, RESUME);
        child.kill("SIGINT");
        expect(second.err).toBe(
          `qedmark: ${folder}/run: process ${String(child.pid)} works in this folder: wait for it, or name another folder with --out\n`,
        );
      });
      expect(second).toMatchObject({ code: 2 });
      expect(code).toBe(1);
      expect(err.split("\n").slice(-2)).toEqual(["stopped and saved: continue with qedmark train --resume run", ""]);
      expect((await readdir(join(folder, "run/checkpoints"))).length).toBeGreaterThan(0);
      expect((await readdir(join(folder, "run"))).filter((name) => name.startsWith("lock"))).toEqual([]);
    });
  });

  it("says that the disk is full, and goes on when it is not any more", { timeout: 60_000 }, async ({ skip }) => {
    await withFolder(idxData(40), async (folder) => {
      const disk = join(folder, "disk");
      await mkdir(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", disk], { encoding: "utf8" });
      if (mounted.status !== 0) return skip(`no small disk can be mounted: ${mounted.error?.message ?? mounted.stderr}`);
      try {
        const out = ["--out", "disk/run", "--hidden", "100"];
        const { status, stderr } = spawnSync(process.execPath, [program, ...TRAIN, ...out], { cwd: folder, encoding: "utf8" });
        expect(status).toBe(2);
        expect(stderr.split("\n").at(-2)).toMatch(
          /^qedmark: .*: the disk is full: free some space and continue with --resume; what was saved before is as it was$/u,
        );
        expect(spawnSync("mount", ["-o", "remount,size=4m", disk]).status).toBe(0);
        const again = spawnSync(process.execPath, [program, "train", "--resume", "disk/run"], { cwd: folder, encoding: "utf8" });
        expect(again).toMatchObject({ status: 0 });
      } finally {
        spawnSync("umount", [disk]);
      }
    });
  });

  it("says that a file may not be so large, and leaves nothing unfinished", { timeout: 60_000 }, async () => {
    await withFolder(idxData(40), async (folder) => {
      const line = 'ulimit -f 8; exec "$NODE" "$PROGRAM" "$@"';
      const { status, stderr } = spawnSync("bash", ["-c", line, "bash", ...TRAIN, "--hidden", "100"], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, PROGRAM: program },
      });
      expect(status).toBe(2);
      expect(stderr.split("\n").at(-2)).toMatch(
        /^qedmark: .*: the file would be larger than the system allows: raise the limit/u,
      );
      expect((await readdir(join(folder, "run"), { recursive: true })).filter((name) => /partial|lock/u.test(name))).toEqual([]);
    });
  });
});
