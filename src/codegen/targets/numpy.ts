import type { Compiled } from "../compiled.js";
import { domainWords } from "../documentation.js";
import type { FunctionName, Parameter } from "../expression.js";
import { Helpers } from "./code.js";
import { type Library, PythonCode } from "./python.js";
import { pythonModule, SIZE_HELPER, type Style } from "./python-function.js";

const HELPERS: Readonly<Record<string, string>> = {
  _sigmoid: `def _sigmoid(x):
    """1 / (1 + exp(-x)), without overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1.0) / (1.0 + small)`,
  _xlogy: `def _xlogy(x, y):
    """x log(y), and 0 where x is 0."""
    return x * np.log(np.where(x == 0, 1.0, y))`,
  _xlog1py: `def _xlog1py(x, y):
    """x log(1 + y), and 0 where x is 0."""
    return x * np.log1p(np.where(x == 0, 0.0, y))`,
  _erf: `_erf = np.vectorize(math.erf, otypes=[float])`,
  _size: SIZE_HELPER,
};

/** A function on NumPy arrays of float64. */
export function numpy(compiled: Compiled, version: string): string {
  const helpers = new Helpers(HELPERS);
  return pythonModule(new PythonCode(compiled, libraryOf(helpers), helpers), STYLE, version);
}

function libraryOf(helpers: Helpers): Library {
  const call = (name: FunctionName, argument: string): string => {
    switch (name) {
      case "softplus":
        return `np.logaddexp(0, ${argument})`;
      case "sigmoid":
      case "erf":
        return `${helpers.use(`_${name}`)}(${argument})`;
      default:
        return `np.${name}(${argument})`;
    }
  };
  return {
    call,
    scalarCall: call,
    pi: "np.pi",
    e: "np.e",
    pair: (name, left, right) =>
      name === "logAddExp" ? `np.logaddexp(${left}, ${right})` : `${helpers.use(`_${name}`)}(${left}, ${right})`,
    reduce: (name, body) => {
      const open = { sum: "np.sum(", product: "np.prod(", logSumExp: "np.logaddexp.reduce(" }[name];
      return `${open}${body}, axis=-1)`;
    },
    loop: (name, generator) => {
      if (name === "sum") return `sum(${generator})`;
      return name === "product" ? `math.prod(${generator})` : `np.logaddexp.reduce([${generator}], axis=0)`;
    },
    positions: (lower, upper) => `np.arange(${lower}, ${upper})`,
  };
}

const STYLE: Style = {
  imports: ["import math", "import numpy as np", "import numpy.typing as npt"],
  argument: "npt.ArrayLike",
  returns: "np.ndarray",
  argumentWords: "array_like",
  returnWords: "ndarray",
  prepare: (names) => names.map((name) => `    ${name} = np.asarray(${name}, dtype=np.float64)`),
  check: ({ domain, axes }: Parameter, name) => {
    const words = domainWords(domain);
    const test = TESTS[domain]?.replaceAll("value", name);
    if (test === undefined || words === null) return [];
    const total = domain === "simplex" && axes.length > 0 ? ` and np.allclose(np.sum(${name}, axis=-1), 1)` : "";
    const condition = total === "" ? `not np.all(${test})` : `not (np.all(${test})${total})`;
    return [`    if ${condition}:`, `        raise ValueError("${name} must be ${words}")`];
  },
};

const TESTS: Readonly<Partial<Record<Parameter["domain"], string>>> = {
  positive: "value > 0",
  unit: "(value >= 0) & (value <= 1)",
  binary: "(value == 0) | (value == 1)",
  simplex: "value >= 0",
  natural: "(value >= 0) & (value == np.floor(value))",
};
