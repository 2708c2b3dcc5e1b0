import type { Axes } from "./axes.js";
import type { Convolution } from "./convolution-geometry.js";

interface Leaf {
  readonly operands: readonly [];
}

/** Value by value, axes unchanged. */
interface Unary {
  readonly operands: readonly [Node];
}

/** Value by value; the operands meet by the names of their axes, each repeated along those that it lacks. */
interface Binary {
  readonly operands: readonly [Node, Node];
}

interface Reduction {
  readonly operands: readonly [Node];
  readonly over: readonly string[];
}

interface Convolving {
  readonly operands: readonly [Node, Node];
  readonly convolution: Convolution;
}

/**
 * The closed set of operations: what a node of each kind holds besides its kind and its axes. What each means stands at the function that builds it.
 * The kernels of every engine and the gradients are tables over these keys, so a new kind does not compile until each has it.
 */
export interface Operations {
  readonly input: Leaf & { readonly name: string };
  readonly constant: Leaf & { readonly values: Float64Array };
  /** What a position of a scan gives to its body; no node outside of the body is made of it. */
  readonly parameter: Leaf;

  readonly negate: Unary;
  readonly exp: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
  readonly expm1: Unary;
  readonly sqrt: Unary;
  readonly abs: Unary;
  readonly sign: Unary;
  readonly tanh: Unary;
  readonly sigmoid: Unary;
  readonly softplus: Unary;
  readonly erf: Unary;
  readonly relu: Unary;
  readonly clamp: Unary & { readonly low: number; readonly high: number };

  readonly add: Binary;
  readonly subtract: Binary;
  readonly multiply: Binary;
  readonly divide: Binary;
  readonly maximum: Binary;
  readonly less: Binary;
  readonly lessEqual: Binary;
  readonly equal: Binary;
  readonly select: { readonly operands: readonly [Node, Node, Node] };

  readonly sum: Reduction;
  readonly max: Reduction;
  readonly logSumExp: Reduction;
  readonly logSoftmax: { readonly operands: readonly [Node]; readonly axis: string };
  readonly contract: Binary & { readonly over: readonly string[] };

  readonly reshape: { readonly operands: readonly [Node] };
  readonly reorder: { readonly operands: readonly [Node] };
  readonly expand: { readonly operands: readonly [Node]; readonly axis: string };
  readonly slice: { readonly operands: readonly [Node]; readonly axis: string; readonly start: number; readonly end: number };
  readonly pad: { readonly operands: readonly [Node]; readonly axis: string; readonly before: number; readonly after: number };
  readonly concat: { readonly operands: readonly Node[]; readonly axis: string };
  readonly reverse: { readonly operands: readonly [Node]; readonly axis: string };
  readonly gather: { readonly operands: readonly [Node, Node]; readonly axis: string };

  readonly conv2d: Convolving;
  readonly conv2dTranspose: Convolving;
  readonly conv2dKernel: Convolving;

  readonly cholesky: { readonly operands: readonly [Node]; readonly row: string; readonly column: string };
  readonly triangularSolve: {
    readonly operands: readonly [Node, Node];
    readonly row: string;
    readonly column: string;
    readonly transposed: boolean;
  };

  readonly scan: { readonly operands: readonly Node[]; readonly loop: Loop; readonly result: LoopResult };
}

export type Kind = keyof Operations;

export type NodeOf<K extends Kind> = { [P in K]: { readonly kind: P; readonly axes: Axes } & Operations[P] }[K];

/** An immutable vertex of a tensor graph. Nodes are told apart by identity: what is used twice is computed once. */
export type Node = NodeOf<Kind>;

/** As many nodes: for functions that take some and give one for each. */
export type SameLength<Nodes extends readonly Node[]> = { readonly [I in keyof Nodes]: Node };

/**
 * A recurrence along an axis. At each position the body's nodes are evaluated with `states` standing for the carried values and `slices` for the
 * sequences at that position; `next` are the values carried on, `outputs` what is kept of each position.
 *
 * The operands of every node of a loop are the initial states, the sequences and the `captured` nodes, in this order: captured is what the body uses
 * and no parameter of the loop reaches, so it is computed once, outside.
 */
export interface Loop {
  readonly axis: string;
  readonly length: number;
  /** Whether positions are visited from the last to the first. What is kept of a position stands at that position either way. */
  readonly reversed: boolean;
  readonly states: readonly NodeOf<"parameter">[];
  readonly slices: readonly NodeOf<"parameter">[];
  readonly captured: readonly Node[];
  /** One for each state, with its axes. */
  readonly next: readonly Node[];
  readonly outputs: readonly Node[];
}

/** Which value of a loop a node is: a state after the last position; an output, or a state before each position, along the loop's axis. */
export interface LoopResult {
  readonly of: "state" | "output" | "before";
  readonly index: number;
}
