/** A whole number: the size of an axis, or none, and a fixed number. */
export interface GraphBound {
  readonly axis: string | null;
  readonly offset: number;
}

/** Operations of the tensor graph of one operand and of two, by their names there. */
export const UNARY = ["negate", "exp", "log", "log1p", "expm1", "sqrt", "abs", "tanh", "sigmoid", "softplus", "erf"] as const;
export const BINARY = ["add", "subtract", "multiply", "divide", "maximum", "equal"] as const;
export const REDUCTIONS = ["sum", "logSumExp"] as const;

/** One node; operands are positions of earlier nodes. Tensors meet by the names of their axes. */
export type GraphNode =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  /** The size of an axis, as a number. */
  | { readonly kind: "size"; readonly axis: string }
  /** 1, 2, … along an axis. */
  | { readonly kind: "positions"; readonly axis: string }
  | { readonly kind: (typeof UNARY)[number]; readonly of: readonly [number] }
  | { readonly kind: (typeof BINARY)[number]; readonly of: readonly [number, number] }
  /** The second where the first is not 0, else the third. */
  | { readonly kind: "select"; readonly of: readonly [number, number, number] }
  | { readonly kind: (typeof REDUCTIONS)[number]; readonly of: readonly [number]; readonly over: string }
  | { readonly kind: "rename"; readonly of: readonly [number]; readonly axis: string; readonly to: string }
  /** The positions start .. end − 1, counted from 0. */
  | {
      readonly kind: "slice";
      readonly of: readonly [number];
      readonly axis: string;
      readonly start: GraphBound;
      readonly end: GraphBound;
    };

export interface GraphInput {
  readonly name: string;
  readonly axes: readonly string[];
  /** What values it may take: `positive`; null where it may be any number. */
  readonly domain: string | null;
  readonly formula: string;
}

/** A tensor graph whose sizes are open, as JSON. */
export interface GraphFile {
  readonly format: "qedmark graph";
  readonly version: 1;
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly generator: string;
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly GraphNode[];
  /** Positions of the nodes that are the values. */
  readonly outputs: { readonly value: number };
}
