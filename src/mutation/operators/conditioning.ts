import { nameLatex } from "../../terms/name.js";
import type { FamilyCall, Term } from "../../terms/term.js";
import { variableRoot } from "../../terms/variable.js";
import { without } from "../build.js";
import { replaceCalls } from "../distributions.js";
import type { Letters } from "../letters.js";
import type { TermOperator } from "../operator.js";

const operator = (
  name: string,
  description: string,
  before: string,
  after: string,
  replacements: (call: FamilyCall, letters: Letters) => readonly FamilyCall[],
): TermOperator => ({
  kind: "term",
  name,
  description,
  example: { before, after },
  edits: ({ node }, letters) => replaceCalls(node, (call) => replacements(call, letters)),
});

export const dropCondition = operator("drop-condition", "leave out one condition of a density", "p(z|x)", "p(z)", (call) =>
  call.given.map((_, i) => ({ ...call, given: without(call.given, i) })),
);

export const addCondition = operator(
  "add-condition",
  "condition a density on one more of its family's variables",
  "p(z) + p(x|z)",
  "p(z|x) + p(x|z)",
  (call, letters) => {
    const taken = new Set([...call.targets, ...call.given].map(variableRoot));
    const others = letters.variablesOf.get(nameLatex(call.family)) ?? [];
    return others
      .filter((variable) => !taken.has(variableRoot(variable)))
      .map((variable) => ({ ...call, given: [...call.given, variable] }));
  },
);

export const swapCondition = operator(
  "swap-condition",
  "exchange what a density is of and what it is conditioned on",
  "p(z|x)",
  "p(x|z)",
  (call) => (call.given.length === 0 ? [] : [{ ...call, targets: call.given, given: call.targets }]),
);

export const jointForConditional = operator(
  "joint-for-conditional",
  "write the joint density for the conditional one",
  "p(z|x)",
  "p(z,x)",
  (call) => (call.given.length === 0 ? [] : [{ ...call, targets: [...call.targets, ...call.given], given: [] }]),
);

export const conditionalForJoint = operator(
  "conditional-for-joint",
  "write the conditional density for the joint one",
  "p(x,z)",
  "p(x|z)",
  (call) => {
    const [first, ...rest] = call.targets;
    return first === undefined || rest.length === 0 || call.given.length > 0 ? [] : [{ ...call, targets: [first], given: rest }];
  },
);

export const dropTarget = operator("drop-target", "leave out one variable of a joint density", "p(x,z)", "p(x)", (call) =>
  call.targets.length < 2 ? [] : call.targets.map((_: Term, i) => ({ ...call, targets: without(call.targets, i) })),
);
