import { elementKey, entityKey, inferShapes, isWord, type Shape } from "../claims/dimensions.js";
import { rolesOf } from "../claims/roles.js";
import { domainOf, type Setting } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import type { Term, TermOf } from "../terms/term.js";
import { children, termKey } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { printTerm } from "../notation/print.js";
import { type Dimension, dimensionOfClaim, type Parameter } from "./expression.js";
import { wordsOfTerm } from "./names.js";
import { NotComputableError } from "./not-computable.js";

/** A letter where it stands: with its indices, samples first, and with the variables that it is a function of. */
export interface Occurrence {
  readonly key: string;
  /** Under which `inferShapes` keeps its shape. */
  readonly shapeKey: string;
  readonly letter: TermOf<"symbol">;
  readonly arguments: readonly Term[] | null;
  readonly samples: readonly Term[];
  readonly indices: readonly Term[];
}

/** The letters that bound indices range over, by letter. */
export type Bounds = ReadonlyMap<string, Term | null>;

/** A letter and the axes of its array. Where all its indices are free or fixed, each of its elements is a parameter of its own. */
export interface Letter {
  readonly axes: readonly Dimension[];
  /** Whether its elements are parameters, told apart by their indices. */
  readonly separate: boolean;
}

export class Letters {
  private readonly shapes: ReadonlyMap<string, Shape>;
  private readonly generalFunctions: ReadonlySet<string>;
  private readonly naturals: ReadonlySet<string>;
  private readonly letters = new Map<string, Letter>();
  private readonly met = new Map<string, { readonly occurrence: Occurrence; readonly bounds: Bounds }[]>();
  private readonly parameters = new Map<string, Parameter>();

  constructor(
    term: Term,
    private readonly setting: Setting,
  ) {
    const roles = rolesOf([term], setting.variables);
    this.generalFunctions = roles.generalFunctions;
    this.naturals = roles.naturals;
    this.shapes = inferShapes([term], setting.dimensions, roles.generalFunctions);
    this.collect(term, new Map());
    for (const [key, met] of this.met) this.letters.set(key, this.letterOf(met));
  }

  /** The arrays whose axes give sizes their values. */
  get sizes(): ReadonlySet<string> {
    return new Set([...this.letters.values()].flatMap(({ axes }) => axes.map(({ key }) => key)));
  }

  /** Whether something is counted by this letter although no array has as many components. */
  isNatural(name: string): boolean {
    return this.naturals.has(name);
  }

  letter(occurrence: Occurrence): Letter {
    const found = this.letters.get(occurrence.key);
    if (found === undefined)
      throw new NotComputableError(`the letter ${printTerm(occurrence.letter)} has no place in the formula`);
    return found;
  }

  occurrenceOf(term: Term): Occurrence | null {
    switch (term.kind) {
      case "symbol": {
        const key = nameLatex(term.name);
        return { key, shapeKey: rootOf(term.name), letter: term, arguments: null, samples: [], indices: [] };
      }
      case "component": {
        const inner = this.occurrenceOf(term.of);
        if (inner === null) return null;
        const indices = term.indices.flatMap((index) => (index.kind === "tuple" ? index.items : [index]));
        if (term.place === "super") return { ...inner, samples: [...inner.samples, ...indices] };
        return { ...inner, indices: [...inner.indices, ...indices] };
      }
      case "apply": {
        const inner = this.occurrenceOf(term.function);
        const key = entityKey(term, this.generalFunctions);
        if (inner === null || key === null) return null;
        if (this.generalFunctions.has(nameLatex(inner.letter.name)))
          throw new NotComputableError(`${printTerm(term)} is a function that the document does not define`);
        const text = term.arguments.map(printTerm).join(",");
        return { ...inner, key: `${nameLatex(inner.letter.name)}(${text})`, shapeKey: key, arguments: term.arguments };
      }
      case "labelled":
        return this.occurrenceOf(term.body);
      default:
        return null;
    }
  }

  /** The parameter of an array, or of a letter that is a number; with `separate` letters, of one element. */
  parameter(occurrence: Occurrence): Parameter {
    const { axes, separate } = this.letter(occurrence);
    const { letter, samples, indices } = occurrence;
    if (isWord(letter.name.base) && occurrence.arguments !== null)
      throw new NotComputableError(`${printTerm(letter)} is a function that the document does not define`);
    const all = [...samples, ...indices];
    const key = separate ? `${occurrence.key}[${all.map(termKey).join(",")}]` : occurrence.key;
    const known = this.parameters.get(key);
    if (known !== undefined) return known;
    const build = (places: readonly Term[]): Term => {
      const own = separate ? [...all, ...places] : places;
      const count = occurrence.samples.length;
      const sample = own.slice(0, count);
      const sub = own.slice(count);
      const withSamples: Term = sample.length === 0 ? letter : { kind: "component", of: letter, indices: sample, place: "super" };
      const head: Term = sub.length === 0 ? withSamples : { kind: "component", of: withSamples, indices: sub, place: "sub" };
      return occurrence.arguments === null ? head : { kind: "apply", function: head, arguments: occurrence.arguments };
    };
    const bare: Term =
      occurrence.arguments === null ? letter : { kind: "apply", function: letter, arguments: occurrence.arguments };
    const shown = separate ? build([]) : bare;
    const crowded = this.isCrowded(occurrence, separate);
    const parameter: Parameter = {
      key,
      words: wordsOfTerm(crowded ? shown : letter),
      latex: printTerm(shown),
      axes,
      domain: this.domainOf(occurrence),
      at: build,
    };
    this.parameters.set(key, parameter);
    return parameter;
  }

  /** Whether one letter is several parameters, so that its name alone does not tell which. */
  private isCrowded(occurrence: Occurrence, separate: boolean): boolean {
    const letter = nameLatex(occurrence.letter.name);
    const keys = [...this.met.keys()].filter((key) => key === letter || key.startsWith(`${letter}(`));
    if (keys.length > 1) return true;
    const elements = new Set(
      (this.met.get(occurrence.key) ?? []).map(({ occurrence: { samples, indices } }) =>
        [...samples, ...indices].map(termKey).join(","),
      ),
    );
    return separate && elements.size > 1;
  }

  private domainOf({ letter, shapeKey, arguments: applied }: Occurrence): Parameter["domain"] {
    const name = nameLatex(letter.name);
    const root = rootOf(letter.name);
    if (this.setting.weights.has(root) || this.setting.weights.has(name)) return "simplex";
    if (applied === null && this.naturals.has(name)) return "natural";
    return domainOf(this.setting, this.setting.domains.has(root) ? root : shapeKey);
  }

  private collect(term: Term, bounds: Bounds): void {
    const occurrence = this.occurrenceOf(term);
    if (occurrence !== null) {
      const name = nameLatex(occurrence.letter.name);
      const isBound = term.kind === "symbol" && bounds.has(name);
      if (!isBound) this.met.set(occurrence.key, [...(this.met.get(occurrence.key) ?? []), { occurrence, bounds }]);
      return;
    }
    if (term.kind === "sum" || term.kind === "product") {
      const name = variableRoot(term.index);
      const inner = new Map(bounds);
      if (name !== null) inner.set(name, term.range.kind === "interval" ? term.range.upper : null);
      this.collect(term.body, inner);
      return;
    }
    for (const child of children(term)) this.collect(child, bounds);
  }

  private letterOf(met: readonly { readonly occurrence: Occurrence; readonly bounds: Bounds }[]): Letter {
    const [first] = met;
    if (first === undefined) return { axes: [], separate: false };
    const { occurrence } = first;
    const counts = new Set(met.map(({ occurrence: { samples, indices } }) => samples.length + indices.length));
    const isBound = (index: Term, bounds: Bounds): boolean =>
      index.kind === "symbol" ? bounds.has(nameLatex(index.name)) : children(index).some((child) => isBound(child, bounds));
    const bound = met.some(({ occurrence: { samples, indices }, bounds }) =>
      [...samples, ...indices].some((index) => isBound(index, bounds)),
    );
    const element = this.shapes.get(elementKey(rootOf(occurrence.letter.name)));
    const rest = element === undefined ? [] : [dimensionOfClaim(element.dimension)];
    if (!counts.has(0) && element?.matrix === true)
      throw new NotComputableError(`${printTerm(occurrence.letter)} holds matrices: only vectors are compiled`);
    if (!counts.has(0) && !bound) return { axes: rest, separate: true };
    const count = Math.max(...counts);
    const sampleCount = occurrence.samples.length;
    const axes = Array.from({ length: count }, (_, axis) => this.axisOf(met, axis, sampleCount));
    const whole = this.shapes.get(occurrence.shapeKey);
    if (whole?.matrix === true)
      throw new NotComputableError(`${printTerm(occurrence.letter)} is a matrix: only vectors are compiled`);
    if (count === 0) return { axes: whole === undefined ? [] : [dimensionOfClaim(whole.dimension)], separate: false };
    return { axes: [...axes, ...rest], separate: false };
  }

  /** How many values an index has: from the sum that it runs over, or from what is known of the letter. */
  private axisOf(
    met: readonly { readonly occurrence: Occurrence; readonly bounds: Bounds }[],
    axis: number,
    samples: number,
  ): Dimension {
    const [first] = met;
    const single = met.every(({ occurrence: { samples: s, indices } }) => s.length + indices.length <= 1);
    const known = first === undefined || !single || samples > 0 ? undefined : this.shapes.get(first.occurrence.shapeKey);
    if (known?.dimension.kind === "named") return dimensionOfClaim(known.dimension);
    for (const { occurrence, bounds } of met) {
      const index = [...occurrence.samples, ...occurrence.indices][axis];
      const upper = index?.kind === "symbol" ? bounds.get(nameLatex(index.name)) : undefined;
      if (upper !== undefined && upper !== null) return { key: termKey(upper), size: upper };
    }
    if (known !== undefined) return dimensionOfClaim(known.dimension);
    throw new NotComputableError(
      `nothing says how many values the indices of ${first === undefined ? "a letter" : printTerm(first.occurrence.letter)} have`,
    );
  }
}
