import { describe, expect, it } from "vitest";
import { OPERATORS } from "../../src/mutation/operators.js";
import { runIn, withFolder } from "../cli/world.js";

const FILES = {
  "bayes.md": "$$p(x,z) = p(z)\\, p(x|z)$$\n",
  "gibbs.md": "# Gibbs\n\n$$KL(p(x) \\| q(x)) \\ge 0$$\n",
  "open.md": "$$a \\boxtimes b = c$$\n",
};

const mutate = async (...argv: readonly string[]) =>
  await withFolder(FILES, async (folder) => await runIn(folder, ["mutate", ...argv, "--budget", "quick"]));

describe("qedmark mutate", () => {
  it("ends with 0 when every slip is refuted", async () => {
    const { code, out, err } = await mutate("bayes.md");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^operator +mutants +refuted +survive\n/u);
    expect(out).toMatch(/\nall +\d+ +\d+ +0\n\nNone of \d+ slips would go unseen\.\n$/u);
  });

  it("ends with 1 and lists what survives", async () => {
    const { code, out } = await mutate("gibbs.md");
    expect(code).toBe(1);
    expect(out).toContain("gibbs.md\n");
    expect(out).toMatch(
      /\n {2}3:3 +accepted, but says something else {2}swap-divergence\n +- KL\(p\(x\) \\\| q\(x\)\)\n +\+ D_/u,
    );
    expect(out).toMatch(/\d+ of \d+ slips would go unseen\.\n$/u);
  });

  it("says when nothing could be mutated", async () => {
    const { code, out } = await mutate("open.md");
    expect(code).toBe(0);
    expect(out).toContain("1 step has no mutants: not accepted as written, or too long");
    expect(out).toContain("No mutants: no step here is accepted as it stands.");
  });

  it("writes the same bytes each time, as data too", async () => {
    const [first, second] = [await mutate("--format", "json"), await mutate("--format", "json")];
    expect(first).toEqual(second);
    const data: unknown = JSON.parse(first.out);
    expect(data).toMatchObject({
      schema: 1,
      documents: [
        { path: "bayes.md", listed: [] },
        { path: "gibbs.md" },
        { path: "open.md", leftOut: 1, summary: { mutants: 0 } },
      ],
    });
    expect(first.code).toBe(1);
  });

  it("shows how far it is, on a terminal only", async () => {
    const shown = await withFolder(
      FILES,
      async (folder) => await runIn(folder, ["mutate", "bayes.md", "--budget", "quick"], { terminal: 80 }),
    );
    expect(shown.err).toMatch(/checking 1 of \d+ {2}bayes\.md:1/u);
  });

  it("refuses what it cannot read", async () => {
    expect((await mutate("missing.md")).code).toBe(2);
    expect((await mutate("bayes.md", "--format", "markdown")).code).toBe(2);
  });

  it("has operators whose descriptions fit its table", () => {
    for (const { name, description } of OPERATORS) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
      expect(description).toMatch(/^[a-z].*[^.]$/u);
    }
  });
});
