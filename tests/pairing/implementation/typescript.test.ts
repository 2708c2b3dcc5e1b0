import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { data, hasty, Workplace } from "./workplace.js";

const place = new Workplace();

beforeAll(() => {
  place.write("node_modules/installed/package.json", '{ "name": "installed", "type": "module", "exports": "./index.js" }');
  place.write("node_modules/installed/index.js", "export const half = (x) => x / 2;\n");
  place.write(
    "kl.ts",
    `import { half } from "installed";
import { Mode, type Normal } from "./parts/normal.ts";
import { exponential } from "./parts/exponential.js";
import { Unused } from "./parts/normal";
import { cosine } from "./parts/plain.mjs";

interface Options {
  readonly mode: Mode;
}

/* what becomes of the types
   must not move the lines */
export function kl<T extends Normal>(normal: T, options?: Options): number {
  const { mean, logVar } = normal as Normal;
  return half(mean ** 2 + exponential(logVar) - logVar - 1) + (options?.mode ?? Mode.Nats);
}

export const throws = (x: number): number => {
  const value: number = x;

  throw new Error(\`not \${value!}\`);
};
export const dynamic = async (x: number) => (await import("./parts/exponential")).exponential(x) * cosine(0);
export const where = (): number => (import.meta.url.startsWith("file:") ? import.meta.filename.length : NaN);
export const spins = (): number => { for (;;); };
export type Exported = Unused;
`,
  );
  place.write(
    "parts/normal.ts",
    `import { again } from "./exponential.ts";
export interface Normal { mean: number; logVar: number }
export type Unused = number;
export enum Mode { Nats, Bits }
export const one: number = 1;
export const circular = () => again();
`,
  );
  place.write(
    "parts/exponential.ts",
    'import { one } from "./normal.js";\nexport const exponential = (x: number): number => Math.exp(x) * one;\nexport function again() { return one; }\n',
  );
  place.write("parts/plain.mjs", "export const cosine = Math.cos;\n");
  place.write("typed.mts", "export default (x: number): number => x * 3;\n");
  place.write("broken.ts", "const one: number = 1;\nexport const kl = (x: number) => x;\nexport function (: number\n");
  place.write("around.ts", 'import { kl as inner } from "./broken.ts";\nexport const kl = inner;\n');
  place.write("lost.ts", 'import { kl } from "./nowhere.js";\nexport { kl };\n');
  place.write("package.ts", 'import { kl } from "no-such-package";\nexport { kl };\n');
  place.write("typeless.ts", 'import { nothing } from "./parts/exponential.ts";\nexport const kl = () => nothing;\n');
  place.write("deep/outside.ts", 'import { kl } from "../kl.ts";\nexport const own = kl;\n');
});

afterAll(() => place.remove());

const normal = {
  kind: "record",
  entries: [
    ["mean", data(2)],
    ["logVar", data(0)],
  ],
} as const;

describe("a function of a file of TypeScript", () => {
  it("is called, with what it imports from other files and packages", async () => {
    const kl = await place.open("kl.ts", "kl");
    expect(kl.location.line).toBe(13);
    expect(kl.parameters).toEqual(["normal", "options"]);
    expect(await kl.call([normal])).toEqual({ kind: "value", value: 2, printed: null });
    const options = { kind: "record", entries: [["mode", { kind: "literal", value: 1 }]] } as const;
    expect(await kl.call([normal, options])).toMatchObject({ value: 3 });
  });

  it("may import while it runs", async () => {
    expect(await place.call("kl.ts", "dynamic", [data(0)])).toMatchObject({ value: 1 });
    expect(await place.call("kl.ts", "where")).toMatchObject({ value: `${place.root}/kl.ts`.length });
  });

  it("may have the other ending, and be the default", async () => {
    expect(await place.call("typed.mts", "default", [data(2)])).toMatchObject({ value: 6 });
  });

  it("names the line that threw, as it was written", async () => {
    expect(await place.call("kl.ts", "throws", [data(1)])).toMatchObject({ reason: "threw", message: "Error: not 1", line: 21 });
  });

  it("is ended when it takes too long", async () => {
    expect(await place.call("kl.ts", "spins", [], hasty)).toMatchObject({ reason: "timed out" });
  });

  it.each([
    ["kl.ts", "Normal", /^kl\.ts: has no export Normal: it has dynamic, kl, spins, throws, where$/],
    ["broken.ts", "kl", /^broken\.ts:3: syntax error: /],
    ["around.ts", "kl", /^around\.ts: imports .*broken\.ts:3, which has a syntax error: /],
    ["lost.ts", "kl", /^lost\.ts: imports nowhere\.js, which was not found/],
    ["package.ts", "kl", /^package\.ts: imports no-such-package, which was not found/],
    ["typeless.ts", "kl", /^typeless\.ts: could not be loaded: SyntaxError: .*nothing/],
    ["deep/outside.ts", "own", /^deep\/outside\.ts: could not be loaded: tried to read outside its folder/],
  ])("%s#%s cannot be used", async (file, name, message) => {
    expect(await place.problem(file, name)).toMatch(message);
  });
});
