import type { ElementaryName } from "../../terms/term.js";
import type { Place, TermOperator } from "../operator.js";

const dropping = (name: string, description: string, before: string, dropped: ElementaryName): TermOperator => ({
  kind: "term",
  name,
  description,
  example: { before, after: "a" },
  edits: ({ node }) => (node.kind === "elementary" && node.name === dropped ? [node.argument] : []),
});

export const dropLog = dropping("drop-log", "leave out a logarithm", "\\log a", "log");
export const dropExp = dropping("drop-exp", "leave out an exponential function", "\\exp(a)", "exp");
export const dropRoot = dropping("drop-root", "leave out a square root", "\\sqrt{a}", "sqrt");

export const addLog: TermOperator = {
  kind: "term",
  name: "add-log",
  description: "take the logarithm of a density",
  example: { before: "a\\, p(x)", after: "a \\log p(x)" },
  edits: (place) => {
    const { node, role } = place;
    const applies = role === "value" && (node.kind === "density" || node.kind === "lawDensity") && !isInFunction(place);
    return applies ? [{ kind: "elementary", name: "log", argument: node }] : [];
  },
};

/** Whether a function is taken of the value: `\log \log p` is nobody's slip. */
function isInFunction({ around }: Place): boolean {
  if (around === null) return false;
  return around.node.kind === "elementary" || isInFunction(around);
}

export const exchangeLogAndExpectation: TermOperator = {
  kind: "term",
  name: "exchange-log-and-expectation",
  description: "take the logarithm of an expectation for the expectation of a logarithm, or the other way round",
  example: { before: "\\log \\mathbb{E}_{x \\sim p(x)}[f(x)]", after: "\\mathbb{E}_{x \\sim p(x)}[\\log f(x)]" },
  edits: ({ node }) => {
    if (node.kind === "elementary" && node.name === "log" && node.argument.kind === "expectation") {
      const { argument } = node;
      return [{ ...argument, body: { kind: "elementary", name: "log", argument: argument.body } }];
    }
    if (node.kind === "expectation" && node.body.kind === "elementary" && node.body.name === "log") {
      return [{ kind: "elementary", name: "log", argument: { ...node, body: node.body.argument } }];
    }
    return [];
  },
};
