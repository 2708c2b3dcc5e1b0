import { describe, expect, it } from "vitest";
import { attempt } from "./attempt.js";
import { KERNEL, sourceOf } from "./load.js";
import { REFUSED } from "./refused.js";

const codeOf = (outcome: unknown): string => (typeof outcome === "string" ? (outcome.split(": ")[0] ?? "") : "proved");

describe("the kernel refuses:", () => {
  it.each(REFUSED.map((refused) => [refused.name, refused] as const))("%s", (_, refused) => {
    expect(codeOf(attempt(KERNEL, refused))).toBe(refused.code);
  });

  it("with every code that it has", () => {
    const codes = [...sourceOf("refusal.ts").matchAll(/"([a-z-]+)"/g)].map(([, code]) => code);
    expect(new Set(REFUSED.map(({ code }) => code))).toEqual(new Set(codes));
  });

  it("before it has proved anything: all lines but the last are accepted", () => {
    const early = REFUSED.filter((refused) => {
      const before = attempt(KERNEL, { ...refused, lines: refused.lines.slice(0, -1) });
      return refused.lines.length > 0 && refused.code !== "too-large" && typeof before === "string";
    });
    expect(early.map(({ name }) => name)).toEqual([]);
  });
});
