import type { Compiled } from "../compiled.js";
import type { FunctionName } from "../expression.js";
import { Helpers } from "./code.js";
import { type Library, PythonCode } from "./python.js";
import { pythonModule, SIZE_HELPER, type Style } from "./python-function.js";

const HELPERS: Readonly<Record<string, string>> = { _size: SIZE_HELPER };

/** A function on tensors of any dtype and device, which can be differentiated. Values are not looked at: that would wait for the device. */
export function pytorch(compiled: Compiled, version: string): string {
  const helpers = new Helpers(HELPERS);
  return pythonModule(new PythonCode(compiled, LIBRARY, helpers), STYLE, version);
}

const LIBRARY: Library = {
  call: (name, argument) => {
    // Beyond its threshold PyTorch takes softplus(x) for x: at 20, the default, that is wrong in the tenth digit.
    if (name === "softplus") return `functional.softplus(${argument}, threshold=40)`;
    return `torch.${name}(${argument})`;
  },
  scalarCall: (name: FunctionName, argument) => {
    switch (name) {
      case "softplus":
        return `math.log1p(math.exp(${argument}))`;
      case "sigmoid":
        return `(1 / (1 + math.exp(-(${argument}))))`;
      case "abs":
        return `abs(${argument})`;
      default:
        return `math.${name}(${argument})`;
    }
  },
  pi: "math.pi",
  e: "math.e",
  pair: (name, left, right) => {
    const called = { xlogy: "torch.special.xlogy", xlog1py: "torch.special.xlog1py", logAddExp: "torch.logaddexp" }[name];
    return `${called}(${left}, ${right})`;
  },
  reduce: (name, body) => {
    const open = { sum: "torch.sum(", product: "torch.prod(", logSumExp: "torch.logsumexp(" }[name];
    return `${open}${body}, dim=-1)`;
  },
  loop: (name, generator) => {
    if (name === "sum") return `sum(${generator})`;
    return name === "product" ? `math.prod(${generator})` : `torch.logsumexp(torch.stack([${generator}]), dim=0)`;
  },
  positions: (lower, upper, first) => `torch.arange(${lower}, ${upper}${first === null ? "" : `, device=${first}.device`})`,
};

const STYLE: Style = {
  imports: ["import math", "import torch", "from torch.nn import functional"],
  argument: "torch.Tensor",
  returns: "torch.Tensor",
  argumentWords: "Tensor",
  returnWords: "Tensor",
  prepare: () => [],
  check: () => [],
};
