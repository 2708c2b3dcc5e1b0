import { type Name, nameLatex } from "../terms/name.js";
import type { Binder, Distribution, FamilyCall, Term, TermOf } from "../terms/term.js";
import { mapChildren, mapDistribution, termKey, walk } from "../terms/traverse.js";
import { rootOf, variableOfEvent, variableRoot } from "../terms/variable.js";
import { printTerm } from "../notation/print.js";
import { lawOfAll, mentionsOnly } from "./component-law.js";
import { distributionsOf, freeVariables, mainFamily, type Vocabulary } from "./vocabulary.js";

/** A term with every binder, family and argument written out, or the reason why that cannot be done. */
export type Explicit =
  | { readonly kind: "term"; readonly term: Term; readonly notes: readonly string[] }
  | { readonly kind: "problem"; readonly reason: string };

/** `z \sim \mathcal N(0, I)`, `z_i \sim p(z_i)`. */
export interface StatedLaw {
  readonly variable: Term;
  readonly distribution: Distribution;
}

/** What else is known where a term stands. */
export interface Surroundings {
  readonly vocabulary: Vocabulary;
  /** Laws given to variables nearby (`z \sim p(z)`), by the variable's root. */
  readonly laws: ReadonlyMap<string, StatedLaw>;
  /** Both sides of the step: the calls in them come before those elsewhere. */
  readonly step: readonly Term[];
}

class Problem extends Error {}

/** Writes out what the document leaves to the reader: `E_{q(z|x)}`, `E_q`, `KL(p \| q)`, `H(Z|X)`, `I(X; Z)`. */
export function makeExplicit(term: Term, surroundings: Surroundings): Explicit {
  try {
    const writer = new Writer(surroundings);
    return { kind: "term", term: writer.write(term), notes: writer.notes };
  } catch (error) {
    if (error instanceof Problem) return { kind: "problem", reason: error.message };
    throw error;
  }
}

class Writer {
  /** Liberties that were taken. */
  readonly notes: string[] = [];

  constructor(private readonly surroundings: Surroundings) {}

  write(term: Term): Term {
    switch (term.kind) {
      case "labelled":
        return this.write(term.body);
      case "density":
        return mapChildren({ ...term, distribution: this.ownVariables(term.distribution) }, (child) => this.write(child));
      case "expectation":
      case "variance":
        return this.expectation(term);
      case "divergence":
        return this.divergence(term);
      case "entropy":
        return this.entropy(term);
      case "variableEntropy":
        return this.variableEntropy(term);
      case "mutualInformation":
        return this.mutualInformation(term);
      default:
        return mapChildren(term, (child) => this.write(child));
    }
  }

  private expectation(term: TermOf<"expectation"> | TermOf<"variance">): Term {
    const body = this.write(term.body);
    if (term.given.length > 0) return this.conditional(term, body);
    if (term.binders.length === 0) {
      const variables = freeVariables(body, this.surroundings.vocabulary.variables);
      return {
        ...term,
        body,
        binders: [this.componentBinder(variables, body) ?? this.binder({ variables, distribution: null }, body)],
      };
    }
    return { ...term, body, binders: term.binders.map((binder) => this.binder(binder, body)) };
  }

  /**
   * `z_i \sim \mathcal N(\mu_i, \sigma_i^2)` gives a law to components. E averages over the one that its body mentions, or over all of them when the body
   * has other components of z as well.
   */
  private componentBinder(variables: readonly Term[], body: Term): Binder | null {
    const [variable, ...others] = variables;
    const root = variable === undefined ? null : variableRoot(variable);
    const stated = root === null ? undefined : this.surroundings.laws.get(root);
    if (variable === undefined || stated?.variable.kind !== "component" || others.length > 0) return null;
    if (mentionsOnly(body, stated.variable)) return { variables: [stated.variable], distribution: stated.distribution };
    const whole = lawOfAll(stated.variable, stated.distribution);
    if (whole === null) throw new Problem(`the law that stands above is of ${printTerm(stated.variable)} alone`);
    return { variables: [variable], distribution: whole };
  }

  private conditional(term: TermOf<"expectation"> | TermOf<"variance">, body: Term): Term {
    const given = this.variables(term.given);
    const conditions = new Set(given.map(variableRoot));
    const [binder] = term.binders;
    const variables =
      binder !== undefined && binder.variables.length > 0
        ? binder.variables
        : freeVariables(body, this.surroundings.vocabulary.variables).filter(
            (variable) => !conditions.has(variableRoot(variable)),
          );
    const named = binder?.distribution ?? null;
    if (named?.kind === "law") throw new Problem("a conditional expectation under a law");
    const family = named?.family ?? this.familyOver(variables);
    const distribution: Distribution = { kind: "family", family, targets: variables, given, parameters: [] };
    return { ...term, body, given: [], binders: [{ variables, distribution }] };
  }

  private binder(binder: Binder, body: Term): Binder {
    const { distribution, variables } = binder;
    if (distribution === null) {
      if (variables.length === 0) throw new Problem("an expectation over nothing: name the variable, as in E_{x ∼ p(x)}");
      return { ...binder, distribution: this.lawOf(variables) };
    }
    if (distribution.kind === "law") {
      if (variables.length === 0) throw new Problem("an expectation under a law needs its variable, as in E_{ε ∼ N(0, 1)}");
      return { ...binder, distribution: mapDistribution(distribution, (child) => this.write(child)) };
    }
    const call = this.ownVariables(distribution);
    if (call.targets.length > 0) {
      if (variables.length === 0) return { ...binder, variables: call.targets, distribution: call };
      const roots = call.targets.map(variableRoot);
      if (variables.some((variable) => !roots.includes(variableRoot(variable)))) {
        throw new Problem(`the variable under E is not what ${nameLatex(call.family)} is a density of`);
      }
      if (variables.length < call.targets.length || call.targets.some((target) => target.kind !== "symbol")) {
        if (
          variables.some(
            (variable, i) =>
              variables.length !== call.targets.length || termKey(variable) !== termKey(call.targets[i] ?? variable),
          )
        ) {
          this.notes.push(`the average runs over everything that ${nameLatex(call.family)} is a density of`);
        }
        return { ...binder, variables: call.targets, distribution: call };
      }
      // `E_{z' ∼ p(z)}` gives z' the law p(z).
      return { ...binder, variables, distribution: { ...call, targets: variables } };
    }
    if (variables.length > 0) {
      const like = this.callsOf(call).find((other) => sameRoots(other.targets, variables));
      return {
        ...binder,
        distribution: { ...call, targets: variables, given: call.given.length > 0 ? call.given : (like?.given ?? []) },
      };
    }
    const chosen = this.callUnder(call, body);
    return { ...binder, variables: chosen.targets, distribution: chosen };
  }

  /**
   * The call that `E_q` means: one whose targets the body uses freely, or else any that the document writes, of whose variables the body is free;
   * marginals before conditionals before joints.
   */
  private callUnder(bare: FamilyCall, body: Term): FamilyCall {
    const free = freeVariables(body, this.surroundings.vocabulary.variables);
    const names = new Set(free.map(termKey));
    const rank = (call: FamilyCall): number => (call.targets.length > 1 ? 2 : call.given.length > 0 ? 1 : 0);
    const calls = [...this.callsOf(bare)].sort((a, b) => rank(a) - rank(b));
    const best = calls.find((call) => call.targets.every((target) => names.has(termKey(target)))) ?? calls[0];
    if (best !== undefined) return { ...best, family: bare.family };
    if (free.length === 0) throw new Problem(`nothing in the body depends on a variable of ${nameLatex(bare.family)}`);
    return { ...bare, targets: free };
  }

  private divergence(term: TermOf<"divergence">): Term {
    const left = this.spelled(term.left);
    const right = this.spelled(term.right);
    const first = this.pair(left, right);
    return { ...term, left: first, right: this.pair(right, first) };
  }

  private entropy(term: TermOf<"entropy">): Term {
    const distribution = this.spelled(term.distribution);
    const cross = term.cross === null ? null : this.spelled(term.cross);
    return {
      ...term,
      distribution: this.pair(distribution, cross ?? distribution),
      cross: cross === null ? null : this.pair(cross, distribution),
    };
  }

  private spelled(distribution: Distribution): Distribution {
    const written = mapDistribution(distribution, (child) => this.write(child));
    return written.kind === "family" ? this.ownVariables(written) : written;
  }

  /** A bare family in a divergence is over what its partner is over, or else over what the document calls it with. */
  private pair(distribution: Distribution, partner: Distribution): Distribution {
    if (distribution.kind === "law" || distribution.targets.length > 0) return distribution;
    if (partner.kind === "family" && partner.targets.length > 0) return { ...distribution, targets: partner.targets };
    const families = [distribution, ...(partner.kind === "family" ? [partner] : [])];
    for (const family of families) {
      const marginal = this.callsOf(family).find((call) => call.given.length === 0);
      if (marginal !== undefined) return { ...distribution, targets: marginal.targets };
    }
    for (const family of families) {
      const [call] = this.callsOf(family);
      if (call !== undefined) return { ...distribution, targets: call.targets, given: call.given };
    }
    return { ...distribution, targets: [{ kind: "symbol", name: { base: "x", accents: [], labels: [], marks: [] } }] };
  }

  /** `H(P, Q)` of two families rather than of two variables. */
  private familyEntropy(term: TermOf<"variableEntropy">): Term | null {
    const { calls, variables } = this.surroundings.vocabulary;
    const families = term.targets.map((target): FamilyCall | null => {
      if (target.kind !== "symbol" || variables.has(rootOf(target.name))) return null;
      const lower: Name = { ...target.name, base: target.name.base.toLowerCase() };
      const family = [target.name, lower].find((name) => calls.has(nameLatex(name)));
      if (family === undefined || variables.has(rootOf(lower))) return null;
      if (family !== target.name) this.notes.push(`${nameLatex(target.name)} is ${nameLatex(family)}`);
      return { kind: "family", family, targets: [], given: [], parameters: [] };
    });
    const [distribution, cross = null] = families;
    if (
      families.length > 2 ||
      families.includes(null) ||
      term.given.length > 0 ||
      distribution === null ||
      distribution === undefined
    )
      return null;
    return this.entropy({ kind: "entropy", distribution, cross, span: term.span });
  }

  private variableEntropy(term: TermOf<"variableEntropy">): Term {
    const ofFamilies = this.familyEntropy(term);
    if (ofFamilies !== null) return ofFamilies;
    const targets = this.variables(term.targets);
    const given = this.variables(term.given);
    const family = term.family ?? this.familyOver([...targets, ...given]);
    const joint: FamilyCall = { kind: "family", family, targets: [...targets, ...given], given: [], parameters: [] };
    const density: Term = { kind: "density", distribution: { ...joint, targets, given } };
    const log: Term = { kind: "elementary", name: "log", argument: density };
    return {
      kind: "negate",
      argument: { kind: "expectation", binders: [{ variables: joint.targets, distribution: joint }], given: [], body: log },
      span: term.span,
    };
  }

  private mutualInformation(term: TermOf<"mutualInformation">): Term {
    const left = this.variables(term.left);
    const right = this.variables(term.right);
    const given = this.variables(term.given);
    const family = term.family ?? this.familyOver([...left, ...right, ...given]);
    const call = (targets: readonly Term[], conditions: readonly Term[]): FamilyCall => ({
      kind: "family",
      family,
      targets,
      given: conditions,
      parameters: [],
    });
    const density = (targets: readonly Term[]): Term => ({ kind: "density", distribution: call(targets, given) });
    const joint = call([...left, ...right, ...given], []);
    const ratio: Term = {
      kind: "divide",
      numerator: density([...left, ...right]),
      denominator: { kind: "multiply", factors: [density(left), density(right)] },
    };
    const body: Term = { kind: "elementary", name: "log", argument: ratio };
    return {
      kind: "expectation",
      binders: [{ variables: joint.targets, distribution: joint }],
      given: [],
      body,
      span: term.span,
    };
  }

  /** The law of a variable that stands alone under E: what a statement nearby gives it, or the one family that has it as a target. */
  private lawOf(variables: readonly Term[]): Distribution {
    const [variable] = variables;
    const root = variable === undefined ? null : variableRoot(variable);
    const stated = root === null ? undefined : this.surroundings.laws.get(root);
    if (stated !== undefined && variables.length === 1) {
      const { distribution } = stated;
      return distribution.kind === "family" ? { ...distribution, targets: variables } : distribution;
    }
    return { kind: "family", family: this.familyOver(variables), targets: variables, given: [], parameters: [] };
  }

  private familyOver(variables: readonly Term[]): Name {
    const roots = variables.map(variableRoot);
    const over = new Map<string, Name>();
    for (const [key, calls] of this.surroundings.vocabulary.calls) {
      for (const call of calls) {
        const arguments_ = [...call.targets, ...call.given].map(variableRoot);
        if (roots.every((root) => arguments_.includes(root))) over.set(key, call.family);
      }
    }
    const [only] = over.values();
    if (only !== undefined && over.size === 1) return only;
    const main = mainFamily(this.surroundings.vocabulary);
    if (main !== null && (over.size === 0 || over.has(nameLatex(main)))) return main;
    throw new Problem(
      over.size === 0
        ? "no family in the document gives these variables a distribution"
        : `several families could be meant: ${[...over.keys()].join(", ")}`,
    );
  }

  private callsOf(call: FamilyCall): FamilyCall[] {
    const name = nameLatex(call.family);
    const near: FamilyCall[] = [];
    for (const side of this.surroundings.step) {
      walk(side, (node) => {
        for (const distribution of distributionsOf(node)) {
          if (distribution.kind === "family" && distribution.targets.length > 0 && nameLatex(distribution.family) === name)
            near.push(distribution);
        }
      });
    }
    return [...near, ...(this.surroundings.vocabulary.calls.get(name) ?? [])];
  }

  private ownVariables(call: FamilyCall): FamilyCall {
    const rewrite = (argument: Term): Term => {
      const named = argument.kind === "event" ? variableOfEvent(argument) : argument;
      if (argument.kind === "event" && named === argument.variable) return argument;
      const [variable = named] = this.variables([named]);
      return variable;
    };
    return { ...call, targets: call.targets.map(rewrite), given: call.given.map(rewrite) };
  }

  /** `X` stands for the variable x where the document writes densities of x and none of X. */
  private variables(terms: readonly Term[]): Term[] {
    const { variables } = this.surroundings.vocabulary;
    return terms.map((term) => {
      if (term.kind !== "symbol" || !/^[A-Z]$/.test(term.name.base)) return term;
      const lower: Term = { ...term, name: { ...term.name, base: term.name.base.toLowerCase() } };
      return variables.has(rootOf(lower.name)) && !variables.has(rootOf(term.name)) ? lower : term;
    });
  }
}

function sameRoots(a: readonly Term[], b: readonly Term[]): boolean {
  const roots = new Set(b.map(variableRoot));
  return a.length === b.length && a.every((term) => roots.has(variableRoot(term)));
}
