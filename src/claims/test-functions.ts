import { CLOSED } from "./closed-algebra.js";
import type { ClosedTerm } from "./closed.js";

/** How an unknown function behaves far out: whether an integral over it converges may hang on that. */
export type Growth = "falling" | "steep" | "sinking";

/** With s = Σ (tᵢ − aᵢ)²: c·exp(−s), which falls off; c + s², which grows; or −c − s². */
export function testFunction(
  growth: Growth,
  scale: ClosedTerm,
  inputs: readonly ClosedTerm[],
  centres: readonly ClosedTerm[],
): ClosedTerm {
  const squares = inputs.map((input, i) => {
    const difference = CLOSED.add(input, CLOSED.negate(centres[i] ?? CLOSED.zero));
    return CLOSED.multiply(difference, difference);
  });
  const distance = squares.reduce((sum, square) => CLOSED.add(sum, square), CLOSED.zero);
  switch (growth) {
    case "falling":
      return CLOSED.multiply(scale, CLOSED.elementary("exp", CLOSED.negate(distance)));
    case "steep":
      return CLOSED.add(scale, CLOSED.multiply(distance, distance));
    case "sinking":
      return CLOSED.negate(CLOSED.add(scale, CLOSED.multiply(distance, distance)));
  }
}

/** The same as people write it, in the letter t. */
export function testFunctionText(growth: Growth, scale: string, centres: readonly string[]): string {
  const distance = centres.map((centre, i) => `(t${centres.length > 1 ? `_{${i + 1}}` : ""} - ${centre})^2`).join(" + ");
  switch (growth) {
    case "falling":
      return `${scale} e^{-${centres.length > 1 ? `(${distance})` : distance}}`.replaceAll("- -", "+ ");
    case "steep":
      return `${scale} + (${distance})^2`.replaceAll("- -", "+ ");
    case "sinking":
      return `-${scale} - (${distance})^2`.replaceAll("- -", "+ ");
  }
}
