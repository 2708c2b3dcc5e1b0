import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bundle } from "./bundle.js";
import type { Bundle } from "./bundle.js";
import { browserPath, launch, MISSING } from "./chromium.js";
import { serve } from "./serve.js";

/** As `tests/tensor/training-step.test.ts` states it. */
const SINGLE = 2 ** -18;

/** The program that the page on training shows. */
const [, example = ""] = /^```js\n([^]*?)^```$/mu.exec(readFileSync("docs/training.md", "utf8")) ?? [];

let scripts: Bundle;
beforeAll(async () => {
  scripts = await bundle({ main: { file: "tests/browser/page/main.ts" }, example: { text: example } });
});

describe("a bundle for browsers of all that is exported, the models and the engines", () => {
  it("asks for nothing that is not in it", () => {
    expect(scripts.complaints).toEqual([]);
    expect([...scripts.scripts.keys()]).toEqual(expect.arrayContaining(["main.js", "example.js", "ort.wasm.bundle.min.js"]));
  });

  it.each([
    ["a module of Node", 'export * from "node:fs";', "node:fs is not in the bundle"],
    ["one that is loaded on demand", 'export const os = () => import("os");', "os is not in the bundle"],
    [
      "the native library",
      'export * from "./node_modules/onnxruntime-node/dist/index.js";',
      "Could not resolve 'worker_threads' in ",
    ],
  ])("is seen to ask for %s", async (_, text, complaint) => {
    const { complaints } = await bundle({ planted: { text } });
    expect(complaints.join("\n")).toContain(complaint);
  });
});

const chosen = z.object({ name: z.string(), engine: z.string(), notes: z.array(z.string()) });
const choice = z.object({
  isolated: z.boolean(),
  opened: z.array(z.object({ name: z.string(), engine: z.string() })),
  missing: z.array(z.object({ name: z.string(), reason: z.string() })),
  chosen,
});
const compared = z.array(
  z.object({ engine: z.string(), model: z.string(), loss: z.number(), difference: z.number(), slipped: z.number() }),
);
const losses = z.array(z.number());

if (browserPath === null) console.warn(`tests/browser/browser.test.ts is SKIPPED in part: ${MISSING}`);

describe.skipIf(browserPath === null)(browserPath === null ? `Chromium: SKIPPED, ${MISSING}` : "Chromium", () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launch(), serve(scripts.scripts)]);
  });
  afterAll(async () => {
    await browser.close();
    site.close();
  });

  interface Opened {
    readonly page: Page;
    /** What a call of the page's script answers. */
    readonly call: (call: string) => Promise<unknown>;
  }
  const open = async (folder: string): Promise<Opened> => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/${folder}/`);
    return { page, call: (call) => page.evaluate(`import("/${folder}/main.js").then(async (main) => ${call})`) };
  };

  describe.each([
    { folder: "plain", isolated: false, threads: "1 thread", workers: 0 },
    { folder: "isolated", isolated: true, threads: "2 threads", workers: 1 },
  ])("in a page that is $folder", ({ folder, isolated, threads, workers }) => {
    let page: Page;
    let call: Opened["call"];
    beforeAll(async () => {
      ({ page, call } = await open(folder));
    });

    it("has as many threads as it says", async () => {
      const { engine } = chosen.parse(await call("main.take(null)"));
      expect(engine).toMatch(new RegExp(`^onnxruntime-web \\d.*, ${threads}$`, "u"));
      expect(page.workers()).toHaveLength(workers);
    });

    it("takes onnxruntime-web, says why the native library is not taken, and is honest about the others", async () => {
      const { opened, missing, chosen, ...rest } = choice.parse(await call("main.choose()"));
      expect(rest).toEqual({ isolated });
      expect(chosen.name).toBe("onnx-web");
      expect(chosen.notes).toEqual([expect.stringMatching(/^onnxruntime-node is a native library, and browsers load none; /u)]);
      expect(opened.map(({ name }) => name)).toEqual(["onnx-web", "tfjs-wasm", "tfjs-cpu", "reference"]);
      expect(missing.map(({ name }) => name)).toEqual(["onnx", "tfjs-node", "tfjs-webgpu"]);
      expect(missing[2]?.reason).toMatch(/^@tensorflow\/tfjs-backend-webgpu does not load \(.*\); run npm install /u);
    });

    it("computes training steps as the reference does", async () => {
      const engines = isolated ? ["onnx-web"] : ["onnx-web", "tfjs-wasm", "tfjs-cpu"];
      const steps = compared.parse(await call(`main.compare(${JSON.stringify(engines)})`));
      expect(steps.map(({ engine, model }) => `${engine}, ${model}`)).toEqual(
        engines.flatMap((engine) => ["VAE of dense layers", "VAE of convolutions"].map((model) => `${engine}, ${model}`)),
      );
      for (const { loss, difference, slipped } of steps) {
        expect(loss).toBeGreaterThan(1);
        expect(difference).toBeLessThan(SINGLE);
        expect(slipped).toBeGreaterThan(4 * SINGLE);
      }
    });

    it("trains, and is seen not to where steps go uphill", async () => {
      const downhill = losses.parse(await call('main.descend("onnx-web", 0.1, 40)'));
      const uphill = losses.parse(await call('main.descend("onnx-web", -0.1, 5)'));
      const [start = NaN] = downhill;
      expect(downhill).toHaveLength(40);
      expect(downhill.at(-1)).toBeLessThan(0.95 * start);
      expect(uphill[0]).toBe(start);
      expect(uphill.at(-1)).toBeGreaterThan(start);
    });
  });

  it("takes the next engine where onnxruntime's WebAssembly is missing, and says where it belongs", async () => {
    const { call } = await open("bare");
    const { name, notes } = chosen.parse(await call("main.take(null)"));
    expect(name).toBe("tfjs-wasm");
    expect(notes[1]).toBe(
      "onnxruntime-web finds no WebAssembly; serve its ort-wasm-simd-threaded.wasm beside the script of the page, or set env.wasm.wasmPaths",
    );
  });

  it("finds it where the page says", async () => {
    const { call } = await open("bare");
    const { name } = chosen.parse(await call('main.take("/plain/ort-wasm-simd-threaded.wasm")'));
    expect(name).toBe("onnx-web");
  });

  it("runs the example of the page on training", async () => {
    const { call } = await open("isolated");
    const answer = await call('import("/isolated/example.js").then(({ train }) => main.runExample(train))');
    const trained = z.object({ engine: z.string(), losses }).parse(answer);
    expect(trained.engine).toMatch(/^onnxruntime-web /u);
    expect(trained.losses.at(-1)).toBeLessThan(0.8 * (trained.losses[0] ?? NaN));
  });
});
