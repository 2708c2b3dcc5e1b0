import type { Compiled } from "../compiled.js";
import { toNumber } from "../../numbers/rational.js";
import { domainWords, generatedBy, oneLine, sizeWords, sourceOf, summaryOf } from "../documentation.js";
import { type Dimension, type Expression, type ExpressionOf, type Index, isIndex, mentions, type Place } from "../expression.js";
import { camelCase, Names, wordsOfLatex } from "../names.js";
import { NotComputableError } from "../not-computable.js";
import { isPositive } from "../sign.js";
import type { GraphBound, GraphFile, GraphNode } from "./graph-format.js";

/** The axis of an index and the places that it runs over, from `lower`. */
interface Axis {
  readonly index: Index;
  readonly name: string;
  readonly lower: Place;
  readonly upper: Place;
}

const HIGHEST_POWER = 16n;

/** The graph as JSON text. @throws NotComputableError for what the tensor graph has no operation for */
export function graph(compiled: Compiled, version: string): string {
  const file = new GraphBuilder(compiled, version).file();
  const { inputs, nodes, ...rest } = file;
  // One input or node a line: the whole is read by people too.
  const lines = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const { outputs, ...head } = rest;
  const fields = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${fields.join(",\n")},\n  "inputs": ${lines(inputs)},\n  "nodes": ${lines(nodes)},\n  "outputs": ${JSON.stringify(outputs)}\n}\n`;
}

class GraphBuilder {
  private readonly names = new Names({ join: camelCase, taken: new Set() });
  private readonly nodes: GraphNode[] = [];
  private readonly known = new Map<string, number>();
  private readonly sizeNames = new Map<string, string>();
  private readonly inputs = new Map<string, string>();

  constructor(
    private readonly compiled: Compiled,
    private readonly version: string,
  ) {
    for (const parameter of compiled.parameters) this.inputs.set(parameter.key, this.names.name(parameter.words));
    for (const axis of compiled.parameters.flatMap(({ axes }) => axes))
      if (!this.sizeNames.has(axis.key)) this.sizeNames.set(axis.key, this.names.name(sizeWords(axis), "size"));
  }

  file(): GraphFile {
    const { compiled } = this;
    const { output } = compiled;
    const own: readonly Axis[] =
      output === null
        ? []
        : [
            {
              index: output.index,
              name: this.size(output.dimension),
              lower: { of: null, offset: 1 },
              upper: sizeOf(output.dimension),
            },
          ];
    const value = this.node(compiled.expression, own);
    return {
      format: "qedmark graph",
      version: 1,
      name: camelCase(compiled.words),
      summary: summaryOf(compiled),
      formula: oneLine(compiled.latex),
      source: sourceOf(compiled),
      generator: generatedBy(this.version),
      inputs: compiled.parameters.map((parameter) => ({
        name: this.inputs.get(parameter.key) ?? "",
        axes: this.axesOf(parameter.axes),
        domain: domainWords(parameter.domain),
        formula: oneLine(parameter.latex),
      })),
      nodes: this.nodes,
      outputs: { value },
    };
  }

  private node(e: Expression, axes: readonly Axis[]): number {
    switch (e.kind) {
      case "number":
        return this.add({ kind: "number", value: toNumber(e.value) });
      case "constant":
        return this.add({ kind: "number", value: e.name === "pi" ? Math.PI : Math.E });
      case "place":
        return this.place(e.place, axes);
      case "read":
        return this.read(e, axes);
      case "add":
        return e.terms.map((term) => this.node(term, axes)).reduce((a, b) => this.add({ kind: "add", of: [a, b] }));
      case "multiply":
        return e.factors.map((factor) => this.node(factor, axes)).reduce((a, b) => this.add({ kind: "multiply", of: [a, b] }));
      case "divide":
        return this.add({ kind: "divide", of: [this.node(e.numerator, axes), this.node(e.denominator, axes)] });
      case "power":
        return this.power(e, axes);
      case "call":
        if (e.name === "sin" || e.name === "cos" || e.name === "tan")
          throw new NotComputableError(`the tensor graph has no ${e.name}: choose another target`);
        return this.add({ kind: e.name, of: [this.node(e.argument, axes)] });
      case "pair":
        return this.pair(e, axes);
      case "fold":
        return this.fold(e, axes);
    }
  }

  private power(e: ExpressionOf<"power">, axes: readonly Axis[]): number {
    const base = this.node(e.base, axes);
    const exponent = e.exponent.kind === "number" && e.exponent.value.denominator === 1n ? e.exponent.value.numerator : null;
    if (exponent !== null && exponent > 0n && exponent <= HIGHEST_POWER)
      return Array.from({ length: Number(exponent) - 1 }, () => base).reduce(
        (product, factor) => this.add({ kind: "multiply", of: [product, factor] }),
        base,
      );
    if (!isPositive(e.base))
      throw new NotComputableError("the tensor graph has no powers but those of positive numbers: choose another target");
    const log = this.add({ kind: "log", of: [base] });
    return this.add({ kind: "exp", of: [this.add({ kind: "multiply", of: [this.node(e.exponent, axes), log] })] });
  }

  private pair(e: ExpressionOf<"pair">, axes: readonly Axis[]): number {
    const [left, right] = [this.node(e.left, axes), this.node(e.right, axes)];
    if (e.name === "logAddExp") {
      const apart = this.add({ kind: "abs", of: [this.add({ kind: "subtract", of: [left, right] })] });
      const rest = this.add({ kind: "log1p", of: [this.add({ kind: "exp", of: [this.add({ kind: "negate", of: [apart] })] })] });
      return this.add({ kind: "add", of: [this.add({ kind: "maximum", of: [left, right] }), rest] });
    }
    // Where the weight is 0, the logarithm is taken of a number that has one.
    const none = this.add({ kind: "equal", of: [left, this.add({ kind: "number", value: 0 })] });
    const safe = this.add({ kind: "number", value: e.name === "xlogy" ? 1 : 0 });
    const argument = this.add({ kind: "select", of: [none, safe, right] });
    return this.add({ kind: "multiply", of: [left, this.add({ kind: e.name === "xlogy" ? "log" : "log1p", of: [argument] })] });
  }

  private fold(e: ExpressionOf<"fold">, axes: readonly Axis[]): number {
    if (e.name === "product") throw new NotComputableError("the tensor graph has no product over an axis: choose another target");
    if (e.lower.of !== null || e.upper.of?.kind === "index")
      throw new NotComputableError("the tensor graph has no sum whose bounds are indices: choose another target");
    if (!mentions(e.body, e.index))
      throw new NotComputableError("the tensor graph has no sum of a constant over part of an axis");
    const whole =
      e.lower.offset === 1 && e.upper.of?.kind === "size" && e.upper.offset === 0 ? this.size(e.upper.of.dimension) : null;
    const taken = axes.some((axis) => axis.name === whole);
    const name = whole === null || taken ? this.names.name(wordsOfLatex(e.index.latex), "index") : whole;
    const inner = [...axes, { index: e.index, name, lower: e.lower, upper: e.upper }];
    return this.add({ kind: e.name, of: [this.node(e.body, inner)], over: name });
  }

  /** An input with the axis of each index where it stands, cut to the places that the index runs over. */
  private read(e: ExpressionOf<"read">, axes: readonly Axis[]): number {
    let node = this.add({ kind: "input", name: this.inputs.get(e.parameter.key) ?? "" });
    const names = this.axesOf(e.parameter.axes);
    e.places.forEach((place, i) => {
      const own = names[i] ?? "";
      const axis = axes.find(({ index }) => isIndex(place, index));
      if (axis === undefined) {
        const start = this.bound(place, -1);
        node = this.add({ kind: "slice", of: [node], axis: own, start, end: { ...start, offset: start.offset + 1 } });
        node = this.add({ kind: "sum", of: [node], over: own });
      } else node = this.along(node, own, axis, place.offset);
    });
    return node;
  }

  /** What stands along an axis of an array as it stands along the axis of an index. */
  private along(array: number, own: string, { name, lower, upper }: Axis, offset: number): number {
    let node = array;
    const [start, end] = [this.bound(lower, offset - 1), this.bound(upper, offset)];
    const whole = start.axis === null && start.offset === 0 && end.axis === own && end.offset === 0;
    if (!whole) node = this.add({ kind: "slice", of: [node], axis: own, start, end });
    return own === name ? node : this.add({ kind: "rename", of: [node], axis: own, to: name });
  }

  private place(place: Place, axes: readonly Axis[]): number {
    const axis = axes.find(({ index }) => isIndex(place, index));
    const shifted = (node: number, offset: number): number =>
      offset === 0 ? node : this.add({ kind: "add", of: [node, this.add({ kind: "number", value: offset })] });
    if (axis !== undefined) {
      if (axis.upper.of?.kind !== "size")
        throw new NotComputableError("the tensor graph has no index that runs to a fixed number");
      const own = this.size(axis.upper.of.dimension);
      return shifted(this.along(this.add({ kind: "positions", axis: own }), own, axis, 0), place.offset);
    }
    if (place.of?.kind === "size") return shifted(this.add({ kind: "size", axis: this.size(place.of.dimension) }), place.offset);
    return this.add({ kind: "number", value: place.offset });
  }

  private bound({ of, offset }: Place, shift: number): GraphBound {
    if (of?.kind === "index")
      throw new NotComputableError("the tensor graph has no element whose place depends on an index: choose another target");
    return { axis: of === null ? null : this.size(of.dimension), offset: offset + shift };
  }

  private size({ key }: Dimension): string {
    return this.sizeNames.get(key) ?? "";
  }

  /** Names of the axes of an array: a dimension that it has twice is told apart by a prime. */
  private axesOf(dimensions: readonly Dimension[]): readonly string[] {
    return dimensions.map((dimension, i) => {
      const again = dimensions.slice(0, i).filter(({ key }) => key === dimension.key).length;
      return `${this.size(dimension)}${"′".repeat(again)}`;
    });
  }

  /** The position of a node: what stands twice is computed once. */
  private add(node: GraphNode): number {
    const key = JSON.stringify(node);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.nodes.length);
    this.nodes.push(node);
    return this.nodes.length - 1;
  }
}

const sizeOf = (dimension: Dimension): Place => ({ of: { kind: "size", dimension }, offset: 0 });
