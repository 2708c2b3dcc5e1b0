import * as t from "../../src/tensor/index.js";
import type { rules } from "../../src/tensor/gradients/rules.js";
import type { Build } from "./finite-differences.js";

/** Sizes of the axes that a case uses. */
export type Sizes = Readonly<Record<"a" | "b" | "c", number>>;

/** A graph in which an operation stands, and where it may be differentiated. */
export interface Case {
  readonly inputs: (sizes: Sizes) => readonly t.Axes[];
  readonly build: Build;
  /** From −20 .. 20 to the numbers that the inputs hold, at least 1/16 from each other and from every kink; `any` unless given. */
  readonly domain?: (n: number) => number;
}

const any = (n: number): number => (n + 0.5) / 8;
const positive = (n: number): number => (n + 24) / 16;

const axesOf = ({ a, b, c }: Sizes) => ({ a: t.axis("a", a), b: t.axis("b", b), c: t.axis("c", c) });
const matrix = (sizes: Sizes): readonly t.Axes[] => {
  const { a, b } = axesOf(sizes);
  return [[a, b]];
};
/** Two that share an axis, at different places. */
const overlapping = (sizes: Sizes): readonly t.Axes[] => {
  const { a, b, c } = axesOf(sizes);
  return [
    [a, b],
    [c, a],
  ];
};

/** An image of height a + 1 and width 3 with b examples, a kernel of two rows, and the output that they give. */
const forms = ({ a, b, c }: Sizes) => {
  const [height, width] = [t.axis("height", a + 1), t.axis("width", 3)];
  const [batch, colour, feature] = [t.axis("batch", b), t.axis("colour", c), t.axis("feature", 2)];
  return {
    image: [height, batch, colour, width],
    kernel: [feature, t.axis("height", 2), colour, t.axis("width", 2)],
    output: [t.axis("width", 3), t.axis("height", Math.floor(a / 2) + 1), feature, batch],
  };
};
const convolution = {
  channels: { in: "colour", out: "feature" },
  strides: { height: 2, width: 1 },
  padding: { top: 1, bottom: 0, left: 0, right: 1 },
};

/** A square matrix a × a for each of c, and a right side. */
const systems = ({ a, c }: Sizes): readonly [t.Axes, t.Axes] => {
  const [row, column] = [t.axis("row", a), t.axis("column", a)];
  return [
    [row, t.axis("batch", c), column],
    [t.axis("side", 2), row],
  ];
};
/** The matrix with this added on its diagonal. */
const dominant = (x: t.Node, by: number): t.Node => {
  const { size = 0 } = x.axes.find(({ name }) => name === "row") ?? {};
  return t.add(x, t.multiply(by, t.oneHot(t.positions(t.axis("row", size)), t.axis("column", size))));
};

type Unary = (x: t.Node) => t.Node;
type Binary = (x: t.Node, y: t.Node) => t.Node;

const unary = (f: Unary, domain = any): Case => ({ inputs: matrix, build: (x = t.scalar(0)) => f(x), domain });
const binary = (f: Binary, domain = any): Case => ({
  inputs: overlapping,
  build: (x = t.scalar(0), y = t.scalar(0)) => f(x, y),
  domain,
});

/** One case at least for each operation that has operands. */
export const cases: { readonly [K in keyof typeof rules]: Case } = {
  negate: unary(t.negate),
  exp: unary(t.exp),
  log: unary(t.log, positive),
  log1p: unary(t.log1p, positive),
  expm1: unary(t.expm1),
  sqrt: unary(t.sqrt, positive),
  abs: unary(t.abs),
  sign: unary(t.sign),
  tanh: unary(t.tanh),
  sigmoid: unary(t.sigmoid),
  softplus: unary(t.softplus),
  erf: unary(t.erf),
  relu: unary(t.relu),
  clamp: unary((x) => t.clamp(x, -1, 1)),

  add: binary(t.add),
  subtract: binary(t.subtract),
  multiply: binary(t.multiply),
  divide: binary(t.divide, positive),
  maximum: binary(t.maximum),
  less: binary(t.less),
  lessEqual: binary(t.lessEqual),
  equal: binary(t.equal),
  select: {
    inputs: (sizes) => [...matrix(sizes), ...overlapping(sizes)],
    build: (c = t.scalar(0), x = t.scalar(0), y = t.scalar(0)) => t.select(t.relu(c), x, y),
  },

  sum: unary((x) => t.sum(x, ["a"])),
  max: unary((x) => t.max(x, ["a"])),
  logSumExp: unary((x) => t.logSumExp(x, ["b"])),
  logSoftmax: unary((x) => t.logSoftmax(x, "a")),
  contract: binary((x, y) => t.contract(x, y, ["a"])),

  reshape: unary((x) => t.merge(x, ["b", "a"], "all")),
  reorder: unary((x) => t.reorder(x, ["b", "a"])),
  expand: unary((x) => t.expand(x, t.axis("new", 2))),
  slice: unary((x) => t.slice(t.concat([x, x], "a"), "a", 1, 2)),
  pad: unary((x) => t.pad(x, "b", 1, 2)),
  concat: {
    inputs: (sizes) => [...matrix(sizes), ...matrix({ ...sizes, b: 1 })],
    build: (x = t.scalar(0), y = t.scalar(0)) => t.concat([x, y, x], "b"),
  },
  reverse: unary((x) => t.reverse(x, "a")),
  cholesky: {
    inputs: (sizes) => [systems(sizes)[0]],
    build: (x = t.scalar(0)) => t.cholesky(dominant(x, 8), "row", "column"),
  },
  triangularSolve: {
    inputs: systems,
    build: (x = t.scalar(0), b = t.scalar(0)) => {
      const [l, names] = [dominant(x, 4), { row: "row", column: "column" }];
      return t.triangularSolve(l, t.triangularSolve(l, b, names), { ...names, transposed: true });
    },
  },
  conv2d: {
    inputs: (sizes) => [forms(sizes).image, forms(sizes).kernel],
    build: (x = t.scalar(0), k = t.scalar(0)) => t.conv2d(x, k, convolution),
  },
  conv2dTranspose: {
    inputs: (sizes) => [forms(sizes).output, forms(sizes).kernel],
    build: (y = t.scalar(0), k = t.scalar(0)) => {
      const rows = t.namesOf(y.axes).indexOf("height");
      return t.conv2dTranspose(y, k, { ...convolution, size: { height: 2 * (y.axes[rows]?.size ?? 0) - 1, width: 3 } });
    },
  },
  conv2dKernel: {
    inputs: (sizes) => [forms(sizes).image, forms(sizes).output],
    build: (x = t.scalar(0), y = t.scalar(0)) => t.conv2dKernel(x, y, { ...convolution, size: { height: 2, width: 2 } }),
  },
  gather: unary((x) => {
    const [table, place] = [t.pad(x, "b", 1, 1), t.axis("place", 3)];
    const rows = x.axes.filter(({ name }) => name === "a");
    const own = t.add(t.constant([place], [0, 1, 0]), t.multiply(t.fill(rows, 1), t.constant([place], [1, 0, 0])));
    return t.add(t.gather(table, t.constant([place], [1, 0, 1]), "b"), t.gather(table, own, "b"));
  }),
};

function kindsOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  const kinds: K[] = [];
  for (const kind in table) kinds.push(kind);
  return kinds;
}

export const kinds = kindsOf(cases);

/** The case's inputs with these numbers in turn, from the first again where they do not suffice. */
export function pointOf({ inputs, domain = any }: Case, sizes: Sizes, numbers: readonly number[]): t.Tensor[] {
  let used = 0;
  return inputs(sizes).map((axes) => {
    const values = Array.from({ length: t.elements(axes) }, () => domain(numbers[used++ % numbers.length] ?? NaN));
    return t.tensor(axes, values);
  });
}
