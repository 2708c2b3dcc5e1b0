import type { Compiled } from "../compiled.js";
import { sizeWords } from "../documentation.js";
import {
  type Dimension,
  type Expression,
  type ExpressionOf,
  isIndex,
  type Index,
  mentions,
  type Parameter,
  type Place,
  someExpression,
} from "../expression.js";
import { Names, snakeCase, wordsOfLatex } from "../names.js";
import { Arithmetic, atom, type Code, type Helpers, LEVEL, operand } from "./code.js";
import { returnLines } from "./python-layout.js";

const KEYWORDS =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type self";
const USED = "np npt math torch functional sum range all len float int str dict set min max abs";
export const TAKEN: ReadonlySet<string> = new Set([...KEYWORDS.split(" "), ...USED.split(" ")]);

/** An index that is an array axis: what it runs from, and how far before the end of its dimension it stops. */
export interface Axis {
  readonly index: Index;
  readonly dimension: Dimension;
  readonly from: number;
  readonly short: number;
}

/** Where code stands: the indices that are array axes, in order, and the names of those that are loop variables. */
export interface Context {
  readonly axes: readonly Axis[];
  readonly loops: ReadonlyMap<string, string>;
}

/** How a library writes what NumPy and PyTorch write differently. */
export interface Library {
  /** A function of arrays. */
  readonly call: (name: ExpressionOf<"call">["name"], argument: string) => string;
  /** A function of plain numbers. */
  readonly scalarCall: (name: ExpressionOf<"call">["name"], argument: string) => string;
  readonly pi: string;
  readonly e: string;
  readonly pair: (name: ExpressionOf<"pair">["name"], left: string, right: string) => string;
  /** A reduction over the last axis. */
  readonly reduce: (name: ExpressionOf<"fold">["name"], body: string) => string;
  /** A fold of a generator. */
  readonly loop: (name: ExpressionOf<"fold">["name"], generator: string) => string;
  /** The whole numbers from `lower` to below `upper`, where the first argument is. */
  readonly positions: (lower: number, upper: string, first: string | null) => string;
}

/** Expressions as Python on arrays whose last axes are the indices; axes before those are the batch. */
export class PythonCode extends Arithmetic<Context> {
  protected override readonly parenthesizeMixed = false;
  private readonly names = new Names({ join: snakeCase, taken: TAKEN });
  private readonly parameterNames = new Map<string, string>();
  private readonly sizeNames = new Map<string, string>();
  /** Keys of the sizes that the code names. */
  readonly namedSizes = new Set<string>();
  readonly functionName: string;

  constructor(
    readonly compiled: Compiled,
    private readonly library: Library,
    readonly helpers: Helpers,
  ) {
    super();
    for (const parameter of compiled.parameters) this.parameterNames.set(parameter.key, this.names.name(parameter.words));
    for (const dimension of this.dimensions()) this.sizeNames.set(dimension.key, this.names.name(sizeWords(dimension), "size"));
    this.functionName = this.names.name(
      compiled.words.map((word) => word.toLowerCase()),
      "formula",
    );
  }

  /** The `return` statement. */
  result(): string {
    const { expression, output } = this.compiled;
    const start: Context = { axes: output === null ? [] : [{ ...output, from: 1, short: 0 }], loops: new Map() };
    return returnLines(operand(this.code(expression, start), LEVEL.sum)).join("\n");
  }

  dimensions(): readonly Dimension[] {
    return [...new Map(this.compiled.parameters.flatMap(({ axes }) => axes).map((axis) => [axis.key, axis])).values()];
  }

  name(parameter: Parameter): string {
    return this.parameterNames.get(parameter.key) ?? "";
  }

  sizeName({ key }: Dimension): string {
    return this.sizeNames.get(key) ?? "";
  }

  /** `(..., n, d)`. */
  shapeText(axes: readonly Dimension[]): string {
    return `(${["...", ...axes.map((axis) => this.sizeName(axis))].join(", ")})`;
  }

  /** Every use of a dimension: `["x", "-1"]`, the slice of the shape that holds it. */
  usesOf({ key }: Dimension): readonly { readonly name: string; readonly slice: string }[] {
    return this.compiled.parameters.flatMap((parameter) =>
      parameter.axes.flatMap((axis, i) => {
        const fromEnd = parameter.axes.length - i;
        const slice = fromEnd === 1 ? "-1:" : `-${fromEnd}:-${fromEnd - 1}`;
        return axis.key === key ? [{ name: this.name(parameter), slice }] : [];
      }),
    );
  }

  protected override special(e: Parameters<Arithmetic<Context>["special"]>[0], at: Context): Code {
    const text = (part: Expression): string => operand(this.code(part, at), LEVEL.sum);
    switch (e.kind) {
      case "constant":
        return atom(e.name === "pi" ? this.library.pi : this.library.e);
      case "place":
        return this.placeValue(e.place, at);
      case "read":
        return this.read(e, at);
      case "power": {
        const [base, exponent] = [operand(this.code(e.base, at), LEVEL.atom), operand(this.code(e.exponent, at), LEVEL.unary)];
        const simple = /^[\w.]+$/.test(base) && /^[\w.]+$/.test(exponent);
        return { text: simple ? `${base}**${exponent}` : `${base} ** ${exponent}`, level: LEVEL.power };
      }
      case "call":
        return atom((isPlain(e, at) ? this.library.scalarCall : this.library.call)(e.name, text(e.argument)));
      case "pair":
        return atom(this.library.pair(e.name, text(e.left), text(e.right)));
      case "fold":
        return atom(this.fold(e, at));
    }
  }

  private fold(e: ExpressionOf<"fold">, at: Context): string {
    const axis = this.axisOf(e, at);
    if (axis !== null) {
      const body = operand(this.code(e.body, { ...at, axes: [...at.axes, axis] }), LEVEL.sum);
      return this.library.reduce(e.name, body);
    }
    const taken = new Set([...TAKEN, ...at.loops.values(), ...this.parameterNames.values(), ...this.sizeNames.values()]);
    const name = new Names({ join: snakeCase, taken }).name(wordsOfLatex(e.index.latex), "i");
    const body = operand(this.code(e.body, { ...at, loops: new Map([...at.loops, [e.index.key, name]]) }), LEVEL.sum);
    const [lower, upper] = [this.placeText(e.lower, at, 0), this.placeText(e.upper, at, 1)];
    return this.library.loop(e.name, `${body} for ${name} in range(${lower === "0" ? upper : `${lower}, ${upper}`})`);
  }

  /** The array axis that an index can be: it has fixed bounds in one dimension, and wherever it stands the axes are in order. */
  private axisOf(e: ExpressionOf<"fold">, { axes }: Context): Axis | null {
    const { lower, upper, index, body } = e;
    if (
      lower.of !== null ||
      lower.offset < 1 ||
      upper.of?.kind !== "size" ||
      upper.offset > 0 ||
      isPlain(e, { axes, loops: new Map() })
    )
      return null;
    const { dimension } = upper.of;
    const axis = { index, dimension, from: lower.offset, short: -upper.offset };
    const order = [...axes.map((own) => own.index), index];
    const rank = ({ of }: Place): number => order.findIndex((own) => of?.kind === "index" && of.index.key === own.key);
    const breaks = (part: Expression): boolean => {
      if (part.kind === "fold") return [part.lower, part.upper].some((place) => isIndex(place, index));
      if (part.kind !== "read") return false;
      const own = part.places.filter((place) => isIndex(place, index));
      const of = part.parameter.axes[part.places.findIndex((place) => isIndex(place, index))];
      if (own.length > 1 || (own.length > 0 && of?.key !== dimension.key)) return true;
      if (own.some(({ offset }) => axis.from - 1 + offset < 0 || axis.short - offset < 0)) return true;
      const ranks = part.places.map(rank).filter((place) => place >= 0);
      return ranks.some((place, i) => i > 0 && place <= (ranks[i - 1] ?? -1));
    };
    return mentions(body, index) && !someExpression(body, breaks) ? axis : null;
  }

  /** An array with its axes where those of the context are, and 1 where it has none. */
  private read(e: ExpressionOf<"read">, at: Context): Code {
    const parts: string[] = [];
    let next = 0;
    for (const place of e.places) {
      const axis = at.axes.findIndex(({ index }) => isIndex(place, index));
      if (axis < 0) {
        parts.push(this.placeText(place, at, 0));
        continue;
      }
      for (; next < axis; next += 1) parts.push("None");
      const [from, short] = [(at.axes[axis]?.from ?? 1) - 1 + place.offset, (at.axes[axis]?.short ?? 0) - place.offset];
      parts.push(`${from === 0 ? "" : from}:${short === 0 ? "" : -short}`);
      next = axis + 1;
    }
    for (; next < at.axes.length; next += 1) parts.push("None");
    const name = this.name(e.parameter);
    return atom(parts.every((part) => part === ":") ? name : `${name}[${["...", ...parts].join(", ")}]`);
  }

  private placeValue(place: Place, at: Context): Code {
    const axis = at.axes.findIndex(({ index }) => isIndex(place, index));
    if (axis < 0) {
      const text = this.placeText(place, at, 1);
      return { text, level: text.includes(" ") ? LEVEL.sum : LEVEL.atom };
    }
    const own = at.axes[axis];
    if (own === undefined) throw new Error("an axis that is found is there");
    const size = this.useSize(own.dimension);
    const end = 1 + place.offset - own.short;
    const upper = end === 0 ? size : `${size} ${end < 0 ? "-" : "+"} ${Math.abs(end)}`;
    const [first] = this.compiled.parameters;
    const positions = this.library.positions(own.from + place.offset, upper, first === undefined ? null : this.name(first));
    const padding = at.axes.length - axis - 1;
    return atom(
      padding === 0 ? positions : `${positions}[${[":", ...Array.from({ length: padding }, () => "None")].join(", ")}]`,
    );
  }

  /** A whole number; indices count from 0 in code. */
  private placeText({ of, offset }: Place, at: Context, base: 0 | 1): string {
    if (of === null) return `${offset - 1 + base}`;
    const name = of.kind === "index" ? (at.loops.get(of.index.key) ?? "") : this.useSize(of.dimension);
    const shift = offset + (of.kind === "index" ? base : base - 1);
    return shift === 0 ? name : `${name} ${shift < 0 ? "-" : "+"} ${Math.abs(shift)}`;
  }

  private useSize(dimension: Dimension): string {
    this.namedSizes.add(dimension.key);
    return this.sizeName(dimension);
  }
}

/** Whether a value is the same for every batch and index: a plain number. */
export function isPlain(e: Expression, { axes }: Context): boolean {
  return !someExpression(
    e,
    (part) => part.kind === "read" || (part.kind === "place" && axes.some(({ index }) => isIndex(part.place, index))),
  );
}

/** Lines of a raw docstring: nothing in them can end it. */
export function docstring(lines: readonly string[]): readonly string[] {
  const safe = lines.map((line) => (line === "" ? "" : `    ${line.replaceAll('"', "'")}`.trimEnd()));
  return [`    r"""${(safe[0] ?? "").trim()}`, ...safe.slice(1), '    """'];
}
