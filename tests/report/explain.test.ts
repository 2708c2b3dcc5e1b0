import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderExplanation } from "../../src/report/explain.js";
import { DOCUMENT, REFUTED, SOURCE } from "./fixture.js";
import { hostileResult } from "./hostile-result.js";

const OPTIONS = { colour: false, width: 80, unicode: true, command: "qedmark explain notes/bound.md#b2c3 --seed 0" };

describe("renderExplanation", () => {
  it("shows a refuted step with all evidence", () => {
    expect(renderExplanation(DOCUMENT, REFUTED, SOURCE, OPTIONS)).toMatchInlineSnapshot(`
      "✗ refuted  notes/bound.md:8:12
      step 2 of 4, id b2c3

      8 │           &= E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))
        │            ^                         ~~~~~~~~~~~~~~~~~~  this sign

      Message
        The sides differ: the right side is larger by 2 KL(q(z|x) || p(z)).

      Understood as
        \\log p(x) = E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))

      Reading
        as written

      Evidence
        finite       different: differs in 24 of 24 models
          models       24
          seed         0
          support      2 x 1
        quadrature   unknown: no concrete density

      Counterexample
        z ∈ {z₁, z₂}, x ∈ {x₁}
        q(z₁|x₁) = 1/3, q(z₂|x₁) = 2/3
        p(z₁) = 1/2, p(z₂) = 1/2
        left side   -log 2 ≈ -0.693147
        right side  2/3 log 2 - log 3 ≈ -0.636514

      Hint
        With - in place of + before the KL the step holds.

      Replay  qedmark explain notes/bound.md#b2c3 --seed 0
      "
    `);
  });

  it("shows why a step is open, and how to see this again", () => {
    const [, , , open] = DOCUMENT.steps;
    expect(open?.verdict).toBe("undecided");
    expect(open && renderExplanation(DOCUMENT, open, SOURCE, OPTIONS)).toMatchInlineSnapshot(`
      "? undecided  notes/bound.md:12:45
      step 4 of 4, id d4e5

      12 │ …$q(z|x) = N(z; \\mu, \\sigma^2)$ and $C = \\log 2\\pi$. 噪声 $z \\sim N(0, 1)$.
         │                                        ^

      Reason
        C stands on one side only and is defined nowhere: it would have to be the
        constant that the bound leaves out.

      Understood as
        C = \\log 2\\pi

      Reading
        as written

      Replay  qedmark explain notes/bound.md#b2c3 --seed 0
      "
    `);
  });

  it("shows hostile text as pictures", () => {
    fc.assert(
      fc.property(hostileResult, ({ result, sources }) => {
        for (const document of result.documents)
          for (const step of document.steps) {
            const shown = renderExplanation(document, step, sources.get(document.path) ?? "", OPTIONS);
            expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]|\p{Surrogate}/u);
          }
      }),
      { numRuns: 30 },
    );
  });
});
