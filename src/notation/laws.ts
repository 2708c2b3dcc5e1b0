import type { LawName, Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isBar } from "./calls.js";
import { NotUnderstood } from "./failure.js";
import { LAW, type Construct, type Grammar } from "./grammar.js";
import { fenceOf, type Head } from "./heads.js";
import { isSign, splitItems, type Fence } from "./layout.js";
import { withScripts } from "./scripts.js";

interface Law {
  /** How many parameters the notation has. */
  readonly parameters: readonly number[];
  readonly keys: readonly string[];
  /** Canonical LaTeX. */
  readonly latex: string;
}

/** Every law with the heads it is written with. */
export const LAWS: Readonly<Record<LawName, Law>> = {
  normal: {
    parameters: [2],
    latex: "\\mathcal{N}",
    keys: ["\\mathcal{N}", "\\mathscr{N}", "N", "\\text{Normal}", "\\text{Gaussian}"],
  },
  bernoulli: {
    parameters: [1],
    latex: "\\text{Bernoulli}",
    keys: ["\\text{Bernoulli}", "\\text{Bern}", "\\text{Ber}", "\\mathcal{B}"],
  },
  categorical: { parameters: [1], latex: "\\text{Cat}", keys: ["\\text{Cat}", "\\text{Categorical}"] },
  uniform: {
    parameters: [2],
    latex: "\\mathcal{U}",
    keys: ["\\mathcal{U}", "U", "\\text{Uniform}", "\\text{Unif}", "\\text{U}"],
  },
  beta: { parameters: [2], latex: "\\text{Beta}", keys: ["\\text{Beta}"] },
  dirichlet: { parameters: [1], latex: "\\text{Dir}", keys: ["\\text{Dir}", "\\text{Dirichlet}"] },
  gamma: { parameters: [2], latex: "\\text{Gamma}", keys: ["\\text{Gamma}", "\\text{Gam}"] },
  exponential: { parameters: [1], latex: "\\text{Exp}", keys: ["\\text{Exp}", "\\text{Exponential}"] },
  laplace: { parameters: [2], latex: "\\text{Laplace}", keys: ["\\text{Laplace}", "\\text{Lap}"] },
  poisson: { parameters: [1], latex: "\\text{Poisson}", keys: ["\\text{Poisson}", "\\text{Pois}", "\\text{Poi}"] },
};

const BY_KEY = new Map<string, LawName>();
for (const law of lawNames()) for (const key of LAWS[law].keys) BY_KEY.set(key, law);

export function lawNames(): readonly LawName[] {
  return ["normal", "bernoulli", "categorical", "uniform", "beta", "dirichlet", "gamma", "exponential", "laplace", "poisson"];
}

export function lawOf(head: Head): LawName | null {
  return head.key === null ? null : (BY_KEY.get(head.key) ?? null);
}

/** The parentheses of a law: a point before `;` or a bar, then the parameters. */
export function readLaw(law: LawName, head: Head, fence: Fence, grammar: Grammar): { point: Term | null; parameters: Term[] } {
  const scripts = head.sub ?? head.sup;
  if (scripts !== null) throw new NotUnderstood(scripts.span, "a script on a law has no meaning here");
  const parts = splitItems(fence.row.items, (item) => isSign(item, ";") || isBar(item));
  const [first = [], second, ...more] = parts;
  if (more.length > 0) throw new NotUnderstood(fence.span, "a law with two bars or semicolons has no meaning here");
  const written = readArguments(subRow(second ?? first, fence.row.span), LAW, grammar);
  const points = second === undefined ? [] : readArguments(subRow(first, fence.row.span), LAW, grammar);
  if (!LAWS[law].parameters.includes(written.length) || points.length > 1) {
    throw new NotUnderstood(
      fence.span,
      `the ${law} law takes ${LAWS[law].parameters.join(" or ")} parameters, here are ${written.length}`,
    );
  }
  return { point: points[0] ?? null, parameters: written };
}

/** `\mathcal{N}(x; \mu, \Sigma)`. Plain `N` and `U` are laws only where the parentheses look like one. */
export const lawDensity: Construct = (cursor, head, grammar) => {
  const law = lawOf(head);
  const call = fenceOf(cursor.peek(1));
  if (law === null || call?.fence.open !== "(") return null;
  const items = call.fence.row.items;
  const separated = items.some((item) => isSign(item, ";") || isBar(item));
  const commas = items.filter((item) => isSign(item, ",")).length;
  const letter = head.key === "N" || head.key === "U" || head.key === "\\mathcal{B}" || head.key === "\\text{U}";
  if (letter && !(separated && commas === 1)) return null;
  const start = cursor.position;
  const { point, parameters } = readLaw(law, head, call.fence, grammar);
  if (point === null) throw new NotUnderstood(call.fence.span, "a law without its point is a distribution, no number");
  cursor.position += 2;
  const span = cursor.spanBelow(start);
  return withScripts({ kind: "lawDensity", law, point, parameters, span }, call.sub, call.sup, cursor.spanFrom(start), grammar);
};

export const LAW_KEYS: readonly string[] = [...BY_KEY.keys()];
