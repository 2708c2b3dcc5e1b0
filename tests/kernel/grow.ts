import type { Proposition } from "../../src/kernel/proposition.js";
import { node, number } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import type { Line } from "../../src/kernel/theorem.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { judge, type Judgement, mentionsLine } from "./evaluate.js";
import { codeOf, type Kernel, type Proved } from "./load.js";
import { randomModel } from "./models.js";
import { RandomTerms } from "./random-terms.js";
import { hypotheses, SEEDS } from "./seeds.js";
import { shuffle } from "./shuffle.js";

/** A theorem, how it was grown, and what became of the attempts. */
export interface Grown {
  readonly theorem: Proved;
  readonly start: Term;
  readonly lines: readonly Line[];
  readonly definitions: readonly Proposition[];
  readonly refusals: readonly string[];
}

export const RULES: readonly string[] = Object.keys(SEEDS);

const OF_THE_LINE = ["normal moment", "substitution"];
const MORE_LINES = 3;
/** How often what a rule is told is not what it wants. */
const NONSENSE = 0.15;

/**
 * A theorem grown from a rule: a term to which it can be expected to apply, the rule there, forwards or backwards, then other rules in random places with
 * random parameters. What the kernel refuses is left out; null where it refuses everything.
 */
export function grow(kernel: Kernel, rule: string, key: string): Grown | null {
  const random = keyedRandom("grow", rule, key);
  const from = new RandomTerms(random, OF_THE_LINE.includes(rule) || random.uniform() < 0.06);
  const definitions = hypotheses(from);
  const positive = ["a", "b", "c", "f", "g", "h"].filter(() => from.chance(0.4));
  const facts = [
    ...definitions,
    ...positive.map((name): Proposition => ({ binders: [], claim: { kind: "positiveFunction", name } })),
  ];
  const refusals: string[] = [];
  const tried = (attempt: () => Proved): Proved | null => {
    try {
      return attempt();
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      refusals.push(code);
      return null;
    }
  };
  const seed = SEEDS[rule]?.(from, definitions);
  if (seed === undefined) throw new Error(`no seed for ${rule}`);
  const path = seed.path ?? [];
  const terms = (seed.terms ?? []).map((term) => (from.chance(NONSENSE / 2) ? disturbed(from, term) : term));
  const forwards: Line = { rule, path, terms, back: null };
  const first = tried(() => kernel.reflexive(seed.node, facts).rewrite(forwards));
  if (first === null) return null;
  const lines = [forwards];
  let [start, theorem] = [seed.node, first];
  const back = partAt(seed.node, path);
  if (from.chance(0.4) && back !== null && first.relation === "equal") {
    const backwards = { ...forwards, back };
    const turned = tried(() => kernel.reflexive(first.right, facts).rewrite(backwards));
    if (turned !== null) [start, theorem, lines[0]] = [first.right, turned, backwards];
  }
  for (let i = from.random.integer(0, MORE_LINES); i > 0; i--) {
    const line = someLine(from, theorem.right);
    const next = tried(() => theorem.rewrite(line));
    if (next === null) continue;
    theorem = next;
    lines.push(line);
  }
  return { theorem, start, lines, definitions, refusals };
}

function partAt(term: Term, [first, ...rest]: readonly number[]): Term | null {
  if (first === undefined) return term;
  const part = term.parts[first];
  return part === undefined ? null : partAt(part, rest);
}

/** All places of a term. */
function pathsOf(term: Term): readonly (readonly number[])[] {
  return [[], ...term.parts.flatMap((part, i) => pathsOf(part).map((path) => [i, ...path]))];
}

function partsOf(term: Term): readonly Term[] {
  return [term, ...term.parts.flatMap(partsOf)];
}

/** A term with something else in a random place. */
function disturbed(from: RandomTerms, term: Term): Term {
  const replace = (whole: Term, [first, ...rest]: readonly number[]): Term => {
    if (first === undefined) return from.chance(0.5) ? from.leaf([]) : from.pick(partsOf(term));
    const part = whole.parts[first];
    return part === undefined ? whole : { ...whole, parts: whole.parts.with(first, replace(part, rest)) };
  };
  return replace(term, from.pick(pathsOf(term)));
}

/** Rules that need be told nothing, or what can be guessed from the node. */
const GUESSES: Readonly<Record<string, (from: RandomTerms, node: Term) => readonly Term[]>> = {
  algebra: (from, term) => [shuffle(from, term)],
  definition: () => [],
  linearity: (_, { parts }) => {
    const body = parts.at(-1) ?? number(0);
    return (body.kind === "add" ? body.parts : [body]).flatMap((part) => [number(1), part]);
  },
  factors: (_, { parts }) => {
    const body = parts.at(-1) ?? number(0);
    return (body.kind === "multiply" ? body.parts : [body]).flatMap((part) => [number(1), part]);
  },
  constant: () => [],
  exponentials: () => [],
  logarithm: () => [],
  exponential: () => [],
  exchange: () => [],
  split: (from) => [from.bound()],
  "write out": () => [],
  shift: (from) => [from.bound()],
  conditioning: () => [],
  marginal: () => [],
  tangent: () => [],
  components: () => [],
  join: () => [number(0), number(1)],
  nothing: () => [],
  "not negative": (from) => [from.leaf([])],
};

const KINDS: Readonly<Record<string, readonly string[]>> = {
  defined: ["definition", "linearity", "algebra"],
  log: ["logarithm", "tangent"],
  sum: ["linearity", "constant", "exchange", "split", "write out", "shift", "algebra"],
  product: ["factors", "constant", "exponentials", "split", "write out", "shift", "algebra"],
  integral: ["linearity", "exchange", "marginal", "algebra"],
  density: ["conditioning", "join", "nothing", "algebra"],
  target: ["components", "algebra", "exponential"],
  given: ["components", "algebra"],
};

/** A line that may apply somewhere. */
function someLine(from: RandomTerms, term: Term): Line {
  const path = from.pick(pathsOf(term));
  const here = partAt(term, path) ?? term;
  const sensible = KINDS[here.kind] ?? ["algebra", "algebra", "algebra", "exponential", "not negative"];
  const rule = from.chance(1 - NONSENSE) ? from.pick(sensible) : from.pick(Object.keys(GUESSES));
  const terms = (GUESSES[rule]?.(from, here) ?? []).map((guess) => (from.chance(NONSENSE) ? disturbed(from, guess) : guess));
  if (rule === "algebra" && terms[0] !== undefined && from.chance(0.3)) return { rule, path, terms: [here], back: terms[0] };
  if (rule === "conditioning" && from.chance(0.2)) return { rule: "marginal", path, terms: [], back: more(from, here) };
  return { rule, path, terms, back: null };
}

/** The integral of a density over a further coordinate. */
function more(from: RandomTerms, density: Term): Term {
  const variable = from.scalar();
  const slot = node("target", [variable], variable.name, variable.space);
  return node("integral", [{ ...density, parts: [...density.parts, slot] }], "", "", [variable]);
}

/** On a longer piece of the line than is looked at first, with as much more work. */
const FAR = [1_000_000, 48] as const;

/**
 * How a grown theorem does in some random models; where its conditions name positive functions, half of these are such that most of them are. Random integrands
 * may have something far from 0: on the line, what is false must be so when more of it is looked at.
 */
export function judgements({ theorem, definitions }: Grown, key: string, models: number): readonly Judgement[] {
  const { left, right, conditions } = theorem;
  const positive = conditions.flatMap(({ claim }) => (claim.kind === "positiveFunction" ? [claim.name] : []));
  const line = mentionsLine([left, right]);
  return Array.from({ length: models }, (_, i) => {
    const model = randomModel(`${key}/${i}`, line, i % 2 === 0 ? new Set(positive) : new Set());
    const found = judge(theorem, model, definitions);
    return found === "is false" && line && judge(theorem, model, definitions, ...FAR) !== found ? "undecided" : found;
  });
}
