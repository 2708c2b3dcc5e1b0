import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { compileKernels, KEPT, keptAs } from "../../../assembly/compile.js";
import * as checks from "./random-checks.js";
import type { Complaint } from "./random-checks.js";
import { openWorkplace } from "./workplace.js";
import type { Workplace } from "./workplace.js";

describe("the module", () => {
  it("is the one that assembly/ compiles to, byte for byte", async () => {
    const kept = await readFile(KEPT, "utf8");
    const bytes = await compileKernels();
    expect(await keptAs(bytes)).toBe(kept);
    expect(await keptAs(bytes.with(1000, (bytes[1000] ?? 0) ^ 1))).not.toBe(kept);
  });

  it("is refused by name where it does not compile", async () => {
    await expect(compileKernels((_, text) => text.replace("f32x4.sqrt", "f32x4.square"))).rejects.toThrow(
      /the kernels do not compile: .*adam\.ts/su,
    );
  });
});

interface Slip {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly seenBy: (place: Workplace) => Complaint;
}

const slip = (file: string, from: string, to: string, seenBy: Slip["seenBy"]): Slip => ({ file, from, to, seenBy });

/** Slips of one set are compiled together: the check of one looks at no kernel that another spoils. The first two, which spoil every kernel of this kind, are run each time. */
const ALL_SETS: readonly (readonly Slip[])[] = [
  [
    slip("philox", "i32x4.lt_u(c0, low)", "i32x4.splat(0)", checks.words),
    slip("pixels", "f32x4.splat(255)", "f32x4.splat(256)", checks.grey),
  ],
  [
    slip("uniform", "words, 8)", "words, 9)", checks.uniform),
    slip("normal", "2.0 / 3.0", "2.0 / 3.1", checks.normal),
    slip("pixels", "i32x4.lt_u(words", "i32x4.le_u(words", checks.binarized),
  ],
  [
    slip("uniform", "if (rest > 0)", "if (rest > 1)", checks.uniform),
    slip("normal", "(count >> 2)", "(count >> 3)", checks.normal),
    slip("pixels", "i32x4.eq(thresholds, i32x4.splat(-1))", "i32x4.splat(0)", checks.binarized),
  ],
  [
    slip("normal", "1.4629180792671596e-9", "1.46292e-9", checks.normal),
    slip("pixels", "(<u32>load<u8>(at, 2)) << 16", "(<u32>load<u8>(at, 1)) << 16", checks.binarized),
  ],
  [
    slip("philox", "ROUNDS = 10", "ROUNDS = 9", checks.words),
    slip("pixels", "0, 16, 16, 16, 1, 16, 16, 16, 2", "0, 16, 16, 16, 2, 16, 16, 16, 1", checks.grey),
  ],
  [slip("pixels", "!v128.any_true", "!i8x16.all_true", checks.binarized)],
  [slip("pixels", "v128.store(at, zeros, 48)", "v128.store(at, zeros, 32)", checks.binarized)],
  [slip("lanes", "if (count > 2) v128.store_lane", "v128.store_lane", checks.words)],
];

const SETS = process.env.QEDMARK_FULL === "1" ? ALL_SETS : ALL_SETS.slice(0, 2);

describe.each(SETS.map((slips, i) => ({ slips, i })))("module $i with slips", ({ slips }) => {
  let place: Workplace;

  beforeAll(async () => {
    const module = await compileKernels((path, text) =>
      slips
        .filter(({ file }) => path.endsWith(`/${file}.ts`))
        .reduce((changed, { from, to }) => planted(changed, from, to), text),
    );
    place = await openWorkplace(300, module);
  });

  it.each(slips)("is told by $file: $from → $to", ({ seenBy }) => {
    expect(seenBy(place)).not.toBeNull();
  });
});

/** @throws Error when it is not there exactly once */
function planted(text: string, from: string, to: string): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`not there once: ${from}`);
  return before + to + after;
}
