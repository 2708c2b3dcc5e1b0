import { difference } from "../../../kernel/algebra.js";
import type { Term } from "../../../kernel/term.js";
import { conditionalToQuotient, inForm, joinRanges, sumInForm } from "./densities.js";
import type { Derivation, Path } from "./derivation.js";
import { isNormal } from "./gaussian.js";
import { simplifyIntegral } from "./integrals.js";
import type { Means, Mode } from "./mode.js";
import { openLogarithm, takeLogarithm, undoLogarithms } from "./logarithms.js";
import { simplifyProduct } from "./products.js";
import { dependsOn, summandsOf } from "./summands.js";
import { telescope } from "./telescope.js";

/** Rewrites a part into its normal form: what is defined written out, logarithms taken apart, sums and integrals as far in as they go. */
export function normalForm(derivation: Derivation, path: Path, means: Means): void {
  normalize(derivation, path, { ...means, integrated: [], keepsNames: true, normalize });
}

function normalize(derivation: Derivation, path: Path, mode: Mode): void {
  const term = derivation.at(path);
  derivation.work.spend(0.2);
  switch (term.kind) {
    case "number":
    case "variable":
    case "component":
    case "target":
    case "given":
      return;
    case "defined":
      if (isNormal(term) && term.parts[0] !== undefined && dependsOn(term.parts[0], mode.integrated)) {
        normalizeParts(derivation, path, mode);
        return;
      }
      derivation.apply("definition", path);
      normalize(derivation, path, mode);
      return;
    case "density":
      if (
        (mode.forms && !(mode.keepsNames && isWeight(term, mode.integrated)) && inForm(derivation, path)) ||
        joinRanges(derivation, path, mode.ranged) ||
        (mode.quotients === "everywhere" && conditionalToQuotient(derivation, path))
      )
        normalize(derivation, path, mode);
      return;
    case "log":
      if (openLogarithm(derivation, path, mode.forms)) {
        normalize(derivation, path, mode);
        return;
      }
      normalizeParts(derivation, path, {
        ...mode,
        quotients: mode.quotients === "nowhere" ? "nowhere" : "everywhere",
        integrated: [],
      });
      if (takeLogarithm(derivation, path)) normalize(derivation, path, mode);
      return;
    case "sum":
      normalizeParts(derivation, path, mode);
      simplifySum(derivation, path, mode);
      return;
    case "product":
      normalizeParts(derivation, path, mode);
      if (simplifyProduct(derivation, path)) normalize(derivation, path, mode);
      return;
    case "integral":
      normalizeParts(derivation, path, { ...mode, integrated: [...mode.integrated, ...term.bound], keepsNames: true });
      simplifyIntegral(derivation, path, mode);
      return;
    case "exp":
      normalizeParts(derivation, path, mode);
      undoLogarithms(derivation, path);
      return;
    case "apply":
    case "add":
    case "multiply":
    case "power":
      normalizeParts(derivation, path, mode);
      return;
  }
}

function isWeight(density: Term, integrated: readonly Term[]): boolean {
  return density.parts.some((slot) => slot.kind === "target" && dependsOn(slot, integrated));
}

function normalizeParts(derivation: Derivation, path: Path, mode: Mode): void {
  derivation.at(path).parts.forEach((_, i) => {
    normalize(derivation, [...path, i], mode);
  });
}

/** Σ (a + c b) as Σ a + c Σ b, by its ends where it telescopes, and as a multiple where nothing depends on the index. */
function simplifySum(derivation: Derivation, path: Path, mode: Mode): void {
  const term = derivation.at(path);
  const [lower, upper, body] = term.parts;
  if (lower === undefined || upper === undefined || body === undefined) return;
  const last = difference(upper, lower);
  if (telescope(derivation, path) || (last !== null && last < 3n && derivation.attempt("write out", path))) {
    normalize(derivation, path, mode);
    return;
  }
  const summands = summandsOf(body, term.bound);
  const [only, ...others] = summands;
  if (mode.forms && sumInForm(derivation, path)) return;
  const plain = only !== undefined && others.length === 0 && only.constant.name === "1";
  if (plain && only.rest.kind !== "number") return;
  derivation.apply("linearity", path, ...summands.flatMap(({ constant, rest }) => [constant, rest]));
  summands.forEach(({ rest }, i) => {
    if (rest.kind === "number") derivation.attempt("constant", [...path, i, 1]);
  });
}
