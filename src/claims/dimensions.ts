import { nameLatex } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import { children, termKey, walk } from "../terms/traverse.js";
import { type Roles, rolesOf } from "./roles.js";
import { variableRoot } from "../terms/variable.js";

/** How many components something has: a bound of the document (`d`), or one that it leaves unnamed. */
export type Dimension = { readonly kind: "named"; readonly size: Term } | { readonly kind: "unnamed"; readonly key: string };

/** What is known of the shape of a letter or function. Letters that do not occur are numbers. */
export interface Shape {
  readonly dimension: Dimension;
  readonly matrix: boolean;
}

/**
 * Finds which letters are vectors and of what dimension, from the sums that index them and from the norms and laws they stand in.
 * Keys: a letter's LaTeX without marks; for a function applied to plain variables, `entityKey` of the application.
 */
export function inferShapes(
  terms: readonly Term[],
  declared: ReadonlyMap<string, Dimension> = new Map(),
  generalFunctions: ReadonlySet<string> = rolesOf(terms).generalFunctions,
): ReadonlyMap<string, Shape> {
  const inference = new Inference(generalFunctions);
  for (const [key, dimension] of declared) inference.declare(key, dimension);
  for (const term of terms) inference.visit(term, new Map());
  return inference.result();
}

/**
 * The identity of an unknown function: `\mu(x)` and `\mu(z)` with plain variables are two functions of one letter, unless the letter is somewhere
 * applied to more than plain variables (`f(\mu + \sigma\epsilon)`).
 */
export function entityKey(term: Extract<Term, { kind: "apply" }>, general: ReadonlySet<string>): string | null {
  const head = term.function.kind === "component" ? term.function.of : term.function;
  if (head.kind !== "symbol") return null;
  const roots = term.arguments.map((argument) =>
    argument.kind === "symbol" || argument.kind === "component" ? variableRoot(argument) : null,
  );
  const name = nameLatex(head.name);
  return roots.includes(null) || general.has(name) ? name : `${name}(${roots.join(",")})`;
}

/** The key under which the shape of a letter's elements is kept. */
export function elementKey(root: string): string {
  return `${root}[]`;
}

/** A name spelled as a word (`\text{diag}`) is some particular function that is not known here, not an arbitrary one. */
export function isWord(base: string): boolean {
  return /^\\(text|mathrm|operatorname)\{[A-Za-z]{2,}\}$/.test(base);
}

/** By convention of the field d and D count the components of vectors whose dimension nothing else names. */
const DIMENSION_LETTER = /^[dD]$/;

/** One class of things that share a dimension; classes merge, so a node is read through `find`. */
class Group {
  parent: Group | null = null;
  vector = false;
  matrix = false;
  dimension: Dimension | null = null;

  find(): Group {
    if (this.parent === null) return this;
    let root = this.parent;
    while (root.parent !== null) root = root.parent;
    this.parent = root;
    return root;
  }
}

type Bounds = ReadonlyMap<string, Term>;

class Inference {
  private readonly groups = new Map<string, Group>();
  private readonly pairs: [Group, Group][] = [];
  /** Letters that customarily count components, where they stand as numbers. */
  private readonly sizes = new Map<string, Term>();
  /** What stands in each norm of a product, factor by factor. */
  private readonly normed: (readonly Group[])[] = [];

  /** Keys that occur in a term; a declaration alone says nothing about a claim. */
  private readonly met = new Set<string>();

  constructor(private readonly generalFunctions: ReadonlySet<string>) {}

  declare(key: string, dimension: Dimension): void {
    const group = new Group();
    this.groups.set(key, group);
    group.vector = true;
    group.dimension = dimension;
  }

  result(): Map<string, Shape> {
    // A norm is of a vector: of the last factor where nothing else says which one it is, since numbers are written first.
    for (const factors of this.normed) {
      const last = factors.at(-1);
      if (last !== undefined && !factors.some((factor) => factor.find().vector)) last.find().vector = true;
    }
    // A quotient or product of two vectors acts on components, so their dimensions agree; a number on one side says nothing.
    for (let changed = true; changed;) {
      changed = false;
      for (const [a, b] of this.pairs) {
        const x = a.find();
        const y = b.find();
        if (x !== y && x.vector && y.vector && !x.matrix && !y.matrix) {
          merge(x, y);
          changed = true;
        }
      }
    }
    const size = this.sizeByConvention();
    const shapes = new Map<string, Shape>();
    const names = new Map<Group, string>();
    for (const [key, group] of this.groups) {
      const root = group.find();
      if (!root.vector || !this.met.has(key)) continue;
      const unnamed = names.get(root) ?? `\\dim ${key}`;
      names.set(root, unnamed);
      shapes.set(key, { dimension: root.dimension ?? size ?? { kind: "unnamed", key: unnamed }, matrix: group.matrix });
    }
    return shapes;
  }

  /** The one letter for a dimension that stands in the terms as a number. */
  private sizeByConvention(): Dimension | null {
    const [found, ...others] = [...this.sizes].filter(([name]) => !this.group(name).find().vector);
    return found === undefined || others.length > 0 ? null : { kind: "named", size: found[1] };
  }

  /** Visits a term; returns the group of its shape, null when it is a number or nothing is known of it. */
  visit(term: Term, bounds: Bounds): Group | null {
    switch (term.kind) {
      case "symbol":
        if (DIMENSION_LETTER.test(nameLatex(term.name)) && !bounds.has(nameLatex(term.name)))
          this.sizes.set(nameLatex(term.name), term);
        return this.group(variableRoot(term) ?? nameLatex(term.name));
      case "component":
        return this.visitComponent(term, bounds);
      case "apply": {
        for (const argument of term.arguments) this.visit(argument, bounds);
        const key = entityKey(term, this.generalFunctions);
        if (key === null) return null;
        const group = this.group(key);
        this.asDeclared(group, term.function);
        if (term.function.kind === "component") {
          this.index(group, term.function.indices, bounds);
          return null;
        }
        return group;
      }
      case "add": {
        const groups = term.terms.map((part) => this.visit(part, bounds)).filter((group) => group !== null);
        return groups.reduce<Group | null>((a, b) => (a === null ? b : merge(a.find(), b.find())), null);
      }
      case "negate":
      case "elementary":
        return this.visit(term.argument, bounds);
      case "transpose": {
        // A letter that is transposed is a column, unless it is written as a matrix.
        const group = this.visit(term.argument, bounds);
        if (group !== null && !isMatrixLetter(term.argument)) group.find().vector = true;
        return group;
      }
      case "labelled":
        return this.visit(term.body, bounds);
      case "power":
        this.visit(term.exponent, bounds);
        return this.visit(term.base, bounds);
      case "multiply":
        return this.pairUp(term.factors, bounds);
      case "divide": {
        // A quotient has its numerator's shape; the denominator may be a number or act component by component.
        const numerator = this.visit(term.numerator, bounds);
        const denominator = this.visit(term.denominator, bounds);
        if (numerator !== null && denominator !== null) this.pairs.push([numerator, denominator]);
        return numerator ?? denominator;
      }
      case "norm": {
        const factors = term.argument.kind === "multiply" ? term.argument.factors : [term.argument];
        const groups = this.groupsOf(factors, bounds);
        const [only] = groups;
        if (only !== undefined && groups.length === 1) only.find().vector = true;
        else this.normed.push(groups);
        return null;
      }
      case "inverse":
      case "determinant":
      case "trace": {
        const group = this.visit(term.argument, bounds);
        if (group !== null) markMatrix(group);
        return term.kind === "inverse" ? group : null;
      }
      case "diagonal": {
        const group = this.visit(term.argument, bounds);
        if (group !== null && !isMatrixLetter(term.argument)) group.find().vector = true;
        return null;
      }
      case "lawDensity":
        this.law(this.visit(term.point, bounds), term.parameters, bounds);
        return null;
      case "sum":
      case "product": {
        const name = variableRoot(term.index);
        const inner = new Map(bounds);
        if (name !== null && term.range.kind === "interval") inner.set(name, term.range.upper);
        return this.visit(term.body, inner);
      }
      case "expectation": {
        for (const binder of term.binders) {
          const [variable] = binder.variables;
          if (binder.distribution?.kind === "law" && variable !== undefined) {
            this.law(this.visit(variable, bounds), binder.distribution.parameters, bounds);
          }
        }
        return this.visit(term.body, bounds);
      }
      default:
        for (const child of children(term)) this.visit(child, bounds);
        return null;
    }
  }

  private law(point: Group | null, parameters: readonly Term[], bounds: Bounds): void {
    const [mean, covariance] = parameters;
    const meanGroup = mean === undefined ? null : this.visit(mean, bounds);
    if (point !== null && meanGroup !== null) merge(point.find(), meanGroup.find());
    if (covariance === undefined) return;
    const isDiagonal = covariance.kind === "diagonal";
    const group = this.visit(isDiagonal ? covariance.argument : covariance, bounds);
    if (point === null) return;
    if (isDiagonal) {
      point.find().vector = true;
      if (group !== null) group.find().vector = true;
    }
    if (mentionsIdentity(covariance)) point.find().vector = true;
    if (group !== null && isMatrixLetter(covariance)) {
      point.find().vector = true;
      markMatrix(group);
    }
    if (group !== null) this.pairs.push([point, group]);
  }

  /** Every `\mu(x)` has as many components as were declared of \mu. */
  private asDeclared(group: Group, head: Term): void {
    const letter = head.kind === "component" ? head.of : head;
    const declared = letter.kind === "symbol" ? this.groups.get(nameLatex(letter.name))?.find().dimension : null;
    const root = group.find();
    if (declared === null || declared === undefined || root.dimension !== null) return;
    root.vector = true;
    root.dimension = declared;
  }

  /** `x_k` is an element of x: a number unless something makes the elements vectors themselves (`\mu_i` as the mean of a vector). */
  private visitComponent(term: Extract<Term, { kind: "component" }>, bounds: Bounds): Group | null {
    if (term.place === "super") return this.visit(term.of, bounds);
    const root = variableRoot(term.of);
    if (root === null) return this.visit(term.of, bounds);
    this.index(this.group(root), term.indices, bounds);
    return this.group(elementKey(root));
  }

  /** An index that a sum runs over gives the dimension; any other index says nothing of it. */
  private index(group: Group, indices: readonly Term[], bounds: Bounds): void {
    const [index] = indices;
    if (indices.length !== 1 || index?.kind !== "symbol") return;
    const upper = bounds.get(nameLatex(index.name));
    const root = group.find();
    if (upper === undefined || root.dimension !== null) return;
    root.vector = true;
    root.dimension = { kind: "named", size: upper };
  }

  private pairUp(terms: readonly Term[], bounds: Bounds): Group | null {
    const groups = this.groupsOf(terms, bounds);
    const [last] = terms.slice(-1);
    const end = groups.at(-1);
    // `x^\top A y` ends in a column.
    if (
      last !== undefined &&
      end !== undefined &&
      terms.slice(0, -1).some((part) => part.kind === "transpose") &&
      isLetter(last) &&
      !isMatrixLetter(last)
    )
      end.find().vector = true;
    // A product of letters may be a number times a vector: the vector is found once the letters' own shapes are known.
    return groups.find((group) => group.find().vector) ?? groups[0] ?? null;
  }

  /** The groups of factors; those that turn out to be vectors act on each other component by component. */
  private groupsOf(factors: readonly Term[], bounds: Bounds): readonly Group[] {
    const groups = factors.map((part) => this.visit(part, bounds)).filter((group) => group !== null);
    const distinct = [...new Set(groups)];
    distinct.forEach((a, i) => {
      for (const b of distinct.slice(i + 1)) this.pairs.push([a, b]);
    });
    return groups;
  }

  private group(key: string): Group {
    this.met.add(key);
    const existing = this.groups.get(key);
    if (existing !== undefined) return existing;
    const group = new Group();
    this.groups.set(key, group);
    return group;
  }
}

function merge(a: Group, b: Group): Group {
  if (a === b) return a;
  b.parent = a;
  a.vector ||= b.vector;
  a.dimension ??= b.dimension;
  return a;
}

function markMatrix(group: Group): void {
  group.matrix = true;
  group.find().vector = true;
}

function mentionsIdentity(term: Term): boolean {
  return (term.kind === "constant" && term.constant === "identity") || children(term).some(mentionsIdentity);
}

/** A letter, or a function's value, by itself. */
function isLetter(term: Term): boolean {
  return term.kind === "symbol" || term.kind === "apply";
}

/** Covariance matrices are written with a capital: `\Sigma`, `\Sigma_i`, `\Sigma(x)`, `g^\Sigma(z)`. */
function isMatrixLetter(term: Term): boolean {
  switch (term.kind) {
    case "symbol":
      return /\\Sigma|^[A-Z]/.test(nameLatex(term.name));
    case "component":
      return isMatrixLetter(term.of);
    case "apply":
      return isMatrixLetter(term.function);
    default:
      return false;
  }
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  if (a.kind === "named") return b.kind === "named" && termKey(a.size) === termKey(b.size);
  return b.kind === "unnamed" && a.key === b.key;
}

/** The roles of a claim's letters, with those counted as naturals that are the dimension of something. */
export function countDimensions(roles: Roles, shapes: ReadonlyMap<string, Shape>): Roles {
  const naturals = new Set(roles.naturals);
  for (const { dimension } of shapes.values()) {
    if (dimension.kind === "named")
      walk(dimension.size, (node) => {
        if (node.kind === "symbol") naturals.add(nameLatex(node.name));
      });
  }
  return { ...roles, naturals, scalars: new Set([...roles.scalars].filter((name) => !naturals.has(name))) };
}
