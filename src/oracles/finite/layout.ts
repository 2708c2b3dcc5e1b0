import { nameLatex } from "../../terms/name.js";
import type { FamilyCall, Term, TermOf } from "../../terms/term.js";
import { type Algebra, EvaluationError } from "../../claims/algebra.js";
import type { Claim } from "../../claims/setting.js";
import { Interpreter } from "../../claims/interpreter.js";
import type { Roles } from "../../claims/roles.js";
import { rootOf, variableRoot } from "../../terms/variable.js";
import type { Value } from "../../claims/tensor.js";

/** One place that a variable fills: `key` tells it from others, `slot` is the axis of the joint table it is looked up on. */
export interface Instance {
  readonly key: string;
  readonly slot: string;
  readonly root: string;
}

/** Which variables, components and families a claim touches, for given bounds. Found by evaluating it once without values. */
export interface Layout {
  /** The components that occur, by root, in order; a variable that never has an index is not in it. */
  readonly components: ReadonlyMap<string, readonly number[]>;
  /** Roots whose marked copies (`x'`) stand beside them in one call, so that each is an axis of its own. */
  readonly separate: ReadonlySet<string>;
  /** The axes of each family's joint table, sorted. */
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly roots: ReadonlyMap<string, string>;
  /** Values at which events place a variable (`y = 1`), by root: its support holds them. */
  readonly events: ReadonlyMap<string, readonly number[]>;
  /** Variables that nothing binds, in the order in which they are met. */
  readonly free: readonly Instance[];
}

interface Spaces {
  readonly components: ReadonlyMap<string, readonly number[]>;
  readonly separate: ReadonlySet<string>;
}

/** Reads the places that a variable term fills: all components of a bare variable, the listed ones of a range. */
export function instancesOf<T>(term: Term, interpreter: Interpreter<T>, spaces: Spaces): readonly Instance[] {
  switch (term.kind) {
    case "labelled":
      return instancesOf(term.body, interpreter, spaces);
    case "event":
      return instancesOf(term.variable, interpreter, spaces);
    case "symbol": {
      const root = rootOf(term.name);
      const name = nameLatex(term.name);
      const axis = spaces.separate.has(root) ? name : root;
      return spread(name, axis, root, spaces);
    }
    case "component": {
      if (term.place === "super") {
        const root = rootName(term.of);
        return spread(interpreter.key(term), root, root, spaces);
      }
      const [owner] = ownerOf(term.of, interpreter, spaces);
      const suffix = interpreter.key(term).slice(interpreter.key(term.of).length);
      return [{ key: `${owner.key}${suffix}`, slot: `${owner.slot}${suffix}`, root: owner.root }];
    }
    case "range": {
      const [owner] = ownerOf(term.of, interpreter, spaces);
      const from = interpreter.integer(term.from);
      const to = interpreter.integer(term.to);
      if (to - from > 64) throw new EvaluationError("limit", `a list of ${to - from + 1} variables`);
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => ({
        key: `${owner.key}#${from + i}`,
        slot: `${owner.slot}#${from + i}`,
        root: owner.root,
      }));
    }
    default:
      throw new EvaluationError("unsupported", "an argument of a density that is no variable");
  }
}

function ownerOf<T>(term: Term, interpreter: Interpreter<T>, spaces: Spaces): readonly [Instance] {
  const root = rootName(term);
  const key = interpreter.key(term);
  return [{ key, slot: spaces.separate.has(root) ? key : root, root }];
}

function rootName(term: Term): string {
  if (term.kind === "symbol") return rootOf(term.name);
  if (term.kind === "component" || term.kind === "range") return rootName(term.of);
  throw new EvaluationError("unsupported", "an argument of a density that is no variable");
}

function spread(key: string, slot: string, root: string, spaces: Spaces): Instance[] {
  const components = spaces.components.get(root);
  if (components === undefined) return [{ key, slot, root }];
  return components.map((index) => ({ key: `${key}#${index}`, slot: `${slot}#${index}`, root }));
}

/** Numbers without a value: the survey looks at names only. */
const NOTHING: Algebra<null> = {
  zero: null,
  one: null,
  fromRational: () => null,
  constant: () => null,
  add: () => null,
  negate: () => null,
  multiply: () => null,
  divide: () => null,
  power: () => null,
  elementary: () => null,
  compare: () => 0,
};

/**
 * Finds a claim's layout. Components are found first, since a bare variable means all of them; then the calls, since a joint table has every axis that any
 * call of its family shows.
 *
 * @throws EvaluationError when an index or bound has no value, or the claim is too large
 */
export function layOut(claim: Claim, roles: Roles, naturals: ReadonlyMap<string, number>, workLimit: number): Layout {
  let spaces: Spaces = { components: new Map(), separate: new Set() };
  for (let round = 0; round < 3; round += 1) {
    const survey = new Survey(roles, naturals, spaces, claim.setting.dimensions, workLimit);
    survey.evaluate(claim.left);
    survey.evaluate(claim.right);
    const next = survey.spaces();
    const settled = sizeOf(next) === sizeOf(spaces);
    spaces = next;
    if (settled) return { ...spaces, ...survey.found() };
  }
  throw new EvaluationError("unsupported", "variables whose components do not settle");
}

function sizeOf(spaces: Spaces): number {
  return spaces.separate.size + [...spaces.components.values()].reduce((sum, list) => sum + list.length + 1, 0);
}

/** The value of an event when it is a whole number: `y = 1`, `z = k` for an index k. */
function wholeNumber(term: Term, interpreter: Survey): number | null {
  if (term.kind === "number") return interpreter.integer(term);
  return term.kind === "symbol" && interpreter.counts(nameLatex(term.name)) ? interpreter.integer(term) : null;
}

class Survey extends Interpreter<null> {
  private readonly bound = new Map<string, number>();
  private readonly components = new Map<string, Set<number>>();
  private readonly separate: Set<string>;
  private readonly slots = new Map<string, Set<string>>();
  private readonly roots = new Map<string, string>();
  private readonly free = new Map<string, Instance>();
  private readonly events = new Map<string, Set<number>>();
  /** Roots of variables whose outcomes some index runs over. */
  private readonly exhausted = new Set<string>();

  constructor(
    private readonly roles: Roles,
    private readonly naturals: ReadonlyMap<string, number>,
    private readonly known: Spaces,
    private readonly dimensions: Claim["setting"]["dimensions"],
    workLimit: number,
  ) {
    super(NOTHING, workLimit);
    this.separate = new Set(known.separate);
    for (const [root, list] of known.components) this.components.set(root, new Set(list));
  }

  /** Whether a letter is an index or a bound here. */
  counts(name: string): boolean {
    return this.integers.has(name) || this.roles.naturals.has(name);
  }

  spaces(): Spaces {
    for (const [root, list] of this.components) {
      const dimension = this.dimensions.get(root);
      if (dimension?.kind !== "named") continue;
      const size = this.integer(dimension.size);
      if (size > 16) throw new EvaluationError("limit", `a vector of ${size} components`);
      for (let i = 1; i <= size; i += 1) list.add(i);
    }
    const components = new Map([...this.components].map(([root, set]) => [root, [...set].sort((a, b) => a - b)] as const));
    return { components, separate: this.separate };
  }

  found(): Pick<Layout, "slots" | "roots" | "free" | "events"> {
    const slots = new Map([...this.slots].map(([family, set]) => [family, [...set].sort()] as const));
    const events = new Map([...this.events].map(([root, set]) => [root, this.outcomes(root, set)] as const));
    return { slots, roots: this.roots, free: [...this.free.values()], events };
  }

  /** The outcomes that a claim names are all there are; but a single one that no index runs over leaves room for another. */
  private outcomes(root: string, named: ReadonlySet<number>): readonly number[] {
    const [first] = named;
    const other = first === undefined || named.size > 1 || this.exhausted.has(root) ? [] : [first === 0 ? 1 : first - 1];
    return [...named, ...other].sort((a, b) => a - b);
  }

  protected override symbol(term: TermOf<"symbol">): null {
    if (this.roles.variables.has(rootOf(term.name))) this.meet([term]);
    return null;
  }

  protected override component(term: TermOf<"component">): null {
    const root = term.of.kind === "symbol" || term.of.kind === "component" ? rootName(term.of) : null;
    if (root !== null && this.roles.variables.has(root)) this.meet([term]);
    else for (const index of term.indices) if (index.kind !== "tuple") this.integer(index);
    return null;
  }

  protected override apply(term: TermOf<"apply">): null {
    for (const argument of term.arguments) this.evaluate(argument);
    return null;
  }

  protected override density(call: FamilyCall): null {
    const instances = this.meet([...call.targets, ...call.given].filter((argument) => argument.kind !== "event"));
    instances.push(...this.meetEvents([...call.targets, ...call.given]));
    const family = nameLatex(call.family);
    const axes = this.slots.get(family) ?? new Set<string>();
    this.slots.set(family, axes);
    for (const instance of instances) {
      const twin = instances.find((other) => other !== instance && other.slot === instance.slot && other.key !== instance.key);
      if (twin !== undefined) this.separate.add(instance.root);
      axes.add(instance.slot);
      this.roots.set(instance.slot, instance.root);
    }
    return null;
  }

  protected override lawDensity(): null {
    return null;
  }

  protected override average(
    variables: readonly Term[],
    distribution: TermOf<"entropy">["distribution"] | null,
    body: () => Value<null>,
  ): Value<null> {
    return this.binding(variables, () => {
      if (distribution?.kind === "family") this.density(distribution);
      return body();
    });
  }

  protected override integral(term: TermOf<"integral">): Value<null> {
    return this.binding(term.variables, () => this.evaluate(term.body));
  }

  protected override overSupport(index: Term, _set: Term | null, body: () => Value<null>): Value<null> {
    return this.isVariable(index) ? this.binding([index], body) : this.withInteger(this.key(index), 1, body);
  }

  protected override extremum(term: TermOf<"extremum">): Value<null> {
    return this.evaluate(term.body);
  }

  protected override natural(key: string): number {
    return this.naturals.get(key) ?? 3;
  }

  protected override isVariable(index: Term): boolean {
    return this.roles.variables.has(variableRoot(index) ?? "");
  }

  /** The variable of an event stands at the event's value: it is not free. */
  private meetEvents(terms: readonly Term[]): Instance[] {
    return terms.flatMap((term) => {
      if (term.kind !== "event") return [];
      this.note(term.variable);
      const instances = instancesOf(term.variable, this, this.known);
      const value = wholeNumber(term.value, this);
      if (value === null) this.evaluate(term.value);
      for (const { root, slot } of instances) {
        this.roots.set(slot, root);
        if (value === null) continue;
        this.events.set(root, (this.events.get(root) ?? new Set<number>()).add(value));
        if (term.value.kind === "symbol" && this.integers.has(nameLatex(term.value.name))) this.exhausted.add(root);
      }
      return [...instances];
    });
  }

  private binding<R>(variables: readonly Term[], body: () => R): R {
    const keys = variables.flatMap((variable) => {
      this.note(variable);
      return instancesOf(variable, this, this.known).map((instance) => instance.key);
    });
    for (const key of keys) this.bound.set(key, (this.bound.get(key) ?? 0) + 1);
    try {
      return body();
    } finally {
      for (const key of keys) this.bound.set(key, (this.bound.get(key) ?? 1) - 1);
    }
  }

  private meet(variables: readonly Term[]): Instance[] {
    return variables.flatMap((variable) => {
      this.note(variable);
      const instances = instancesOf(variable, this, this.known);
      for (const instance of instances) {
        this.roots.set(instance.slot, instance.root);
        if ((this.bound.get(instance.key) ?? 0) === 0) this.free.set(instance.key, instance);
      }
      return [...instances];
    });
  }

  /** Records the components that a term names. */
  private note(term: Term): void {
    if (term.kind === "event") this.note(term.variable);
    if (term.kind !== "range" && !(term.kind === "component" && term.place === "sub")) return;
    const root = rootName(term.of);
    const list = this.components.get(root) ?? new Set<number>();
    this.components.set(root, list);
    if (term.kind === "component") {
      const [index] = term.indices;
      if (index !== undefined && term.indices.length === 1) list.add(this.integer(index));
      return;
    }
    const to = this.integer(term.to);
    for (let i = this.integer(term.from); i <= to && list.size < 64; i += 1) list.add(i);
  }
}
