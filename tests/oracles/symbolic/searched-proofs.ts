import type { Relation } from "../../../src/kernel/theorem.js";
import type { Proof } from "../../../src/oracles/symbolic/certificate/proof.js";
import { parseProposition, parseTerm } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { searchProof } from "../../../src/oracles/symbolic/search/index.js";

const Z = "z:ℝ<d:ℤ>";
const NORMAL = [
  "(positiveFunction σ)",
  `(all [${Z} x] (equal p[${Z} |x] (prod [k:ℤ] 1 d:ℤ (@normal (at ${Z} k:ℤ) μ(k:ℤ x) (^ σ(k:ℤ x) 2)))))`,
];

/** What the search is asked to prove: between them the proofs take most rules of the kernel. */
const GOALS: Readonly<Record<string, readonly [left: string, relation: Relation, right: string, facts: readonly string[]]>> = {
  evidence: [
    "(log p[x])",
    "equal",
    "(+ (@expectation [z] q[z |x] (log (* p[x z] (^ q[z |x] -1)))) (@divergence [z] q[z |x] p[z |x]))",
    [],
  ],
  bound: ["(log p[x])", "atLeast", "(@expectation [z] q[z |x] (log (* p[x z] (^ q[z |x] -1))))", []],
  gibbs: ["(@divergence [x] p[x] q[x])", "atLeast", "0", []],
  chain: ["p[x=x:x<n:ℤ>]", "equal", "(prod [i:ℤ] 1 n:ℤ p[x=x:x<n:ℤ>@[i:ℤ i:ℤ] |x=x:x<n:ℤ>@[1 (+ i:ℤ -1)]])", []],
  moment: [
    "(@expectation [z:ℝ] (@normal z:ℝ μ() (^ σ() 2)) (^ z:ℝ 2))",
    "equal",
    "(+ (^ μ() 2) (^ σ() 2))",
    ["(positiveFunction σ)"],
  ],
  reparameterization: [
    "(@expectation [z:ℝ] (@normal z:ℝ μ() (^ σ() 2)) f(z:ℝ))",
    "equal",
    "(@expectation [e:ℝ] (@normal e:ℝ 0 1) f((+ μ() (* σ() e:ℝ))))",
    ["(positiveFunction σ)"],
  ],
  softplus: [
    "(+ (* (+ 1 (* -1 b())) a()) (log (+ 1 (exp (* -1 a())))))",
    "equal",
    "(+ (log (+ 1 (exp a()))) (* -1 a() b()))",
    [],
  ],
  component: [`(@expectation [${Z}] p[${Z} |x] (^ (at ${Z} k:ℤ) 2))`, "equal", "(+ (^ μ(k:ℤ x) 2) (^ σ(k:ℤ x) 2))", NORMAL],
  likelihood: [
    `(log p[${Z} |x])`,
    "equal",
    `(+ (* -1/2 d:ℤ (log (* 2 π()))) (* -1/2 (sum [k:ℤ] 1 d:ℤ (log (^ σ(k:ℤ x) 2)))) (* -1/2 (sum [k:ℤ] 1 d:ℤ (* (^ (+ (at ${Z} k:ℤ) (* -1 μ(k:ℤ x))) 2) (^ (^ σ(k:ℤ x) 2) -1)))))`,
    NORMAL,
  ],
};

/** A proof of each goal that the search proves. */
export function searchedProofs(): ReadonlyMap<string, Proof> {
  const found = Object.entries(GOALS).map(([name, [left, relation, right, facts]]): [string, Proof | null] => [
    name,
    searchProof({ left: parseTerm(left), relation, right: parseTerm(right), facts: facts.map(parseProposition) }),
  ]);
  return new Map(found.flatMap(([name, proof]): [string, Proof][] => (proof === null ? [] : [[name, proof]])));
}
