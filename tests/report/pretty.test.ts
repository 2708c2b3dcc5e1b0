import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderPretty, type PrettyOptions } from "../../src/report/pretty.js";
import { checkResult } from "../../src/report/summary.js";
import { displayWidth } from "../../src/report/width.js";
import { DOCUMENT, REFUTED, RESULT, SOURCES } from "./fixture.js";
import { hostileResult } from "./hostile-result.js";

const PLAIN: PrettyOptions = { colour: false, width: 80, verbose: false, unicode: true };

describe("renderPretty", () => {
  it("shows what is wrong, then what is open, then the counts", () => {
    expect(renderPretty(RESULT, SOURCES, PLAIN)).toMatchInlineSnapshot(`
      "✗ notes/bound.md ─────────────────────── 4 steps, 1 assumption, 1 piece not read

      ✗ refuted  notes/bound.md:8:12

        8 │           &= E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))
          │            ^                         ~~~~~~~~~~~~~~~~~~  this sign

        The sides differ: the right side is larger by 2 KL(q(z|x) || p(z)).

        Counterexample
          z ∈ {z₁, z₂}, x ∈ {x₁}
          q(z₁|x₁) = 1/3, q(z₂|x₁) = 2/3
          p(z₁) = 1/2, p(z₂) = 1/2
          left side   -log 2 ≈ -0.693147
          right side  2/3 log 2 - log 3 ≈ -0.636514

        Hint    With - in place of + before the KL the step holds.
        Replay  qedmark explain notes/bound.md#b2c3 --seed 0

      Not decided
        ? 12:45    undecided       C = \\log 2\\pi
            C stands on one side only and is defined nowhere: it would have to be the
            constant that the bound leaves out.

      Not read
        12:59     the math is cut by a table cell

      Read leniently
        7:12      p(X,z) is p(x,z)

      ✓ 1 exact   ○ 1 assumed   ? 1 undecided   ✗ 1 refuted
      1 of 4 steps holds; 1 is assumed, 1 is undecided and 1 is refuted.
      --verbose lists every step and every assumption.
      "
    `);
  });

  it("lists every step and assumption when asked", () => {
    const verbose = renderPretty(RESULT, SOURCES, { ...PLAIN, verbose: true });
    expect(verbose.slice(verbose.indexOf("Assumptions"))).toMatchInlineSnapshot(`
      "Assumptions
        12:63     z is standard normal

      Other steps
        ✓ 7:12     exact      \\log p(x) = E_{q(z|x)}[\\log p(x,z)] - E_{q(z|x)}[\\log q…
        ○ 12:15    assumed    q(z|x) = N(z; \\mu, \\sigma^2)
            repeats line 7

      ✓ 1 exact   ○ 1 assumed   ? 1 undecided   ✗ 1 refuted
      1 of 4 steps holds; 1 is assumed, 1 is undecided and 1 is refuted.
      "
    `);
  });

  it("is one header and one sentence for a document without steps", () => {
    const empty = checkResult([{ path: "-", steps: [], assumptions: [], unread: [] }]);
    expect(renderPretty(empty, new Map(), { ...PLAIN, width: 60 })).toMatchInlineSnapshot(`
      "· (standard input) ───────────────────────────────── 0 steps

      No steps: no equation here states a relation.
      "
    `);
  });

  it("draws with ASCII signs alone where it must", () => {
    const report = renderPretty(RESULT, SOURCES, { ...PLAIN, unicode: false });
    expect(report).toContain("x refuted  notes/bound.md:8:12");
    expect(report).not.toMatch(/[─│✓✗≈○…⋮·━]/u);
  });

  it("adds colours and a bar on a terminal, and no other difference", () => {
    const coloured = renderPretty(RESULT, SOURCES, { ...PLAIN, colour: true });
    expect(coloured).toContain("\u001b[31m");
    const withoutBar = stripVTControlCharacters(coloured)
      .split("\n")
      .filter((line) => !/^━+$/u.test(line));
    expect(withoutBar.join("\n")).toBe(renderPretty(RESULT, SOURCES, PLAIN));
  });

  it.each([40, 60, 80, 120, 200])("keeps within %i columns but for what is there to be copied", (width) => {
    for (const line of renderPretty(RESULT, SOURCES, { ...PLAIN, width, verbose: true }).split("\n"))
      if (!/Replay|refuted {2}/u.test(line)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("does without the source, and without a message", () => {
    const bare = DOCUMENT.steps.slice(0, 1).map((step) => ({ ...step, verdict: "refuted" as const, reading: [] }));
    expect(renderPretty(checkResult([{ ...DOCUMENT, steps: bare, assumptions: [], unread: [] }]), new Map(), PLAIN))
      .toMatchInlineSnapshot(`
        "✗ notes/bound.md ──────────────────────────────────────────────────────── 1 step

        ✗ refuted  notes/bound.md:7:12

        ✗ 1 refuted
        0 of 1 steps hold; 1 is refuted.
        --verbose lists every step and every assumption.
        "
      `);
  });

  it("never calls numerical evidence a proof", () => {
    const supported = checkResult([{ ...DOCUMENT, steps: [{ ...REFUTED, verdict: "supported" }] }]);
    const report = renderPretty(supported, SOURCES, { ...PLAIN, verbose: true });
    expect(report).toContain("(1 by numerical evidence only)");
    expect(report).not.toMatch(/prove|proof/u);
  });

  it("shows hostile text as pictures, whatever field it stands in", () => {
    fc.assert(
      fc.property(hostileResult, fc.boolean(), fc.boolean(), ({ result, sources }, verbose, unicode) => {
        const report = renderPretty(result, sources, { ...PLAIN, verbose, unicode });
        expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]|\p{Surrogate}/u);
      }),
    );
  });
});
