import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { problemOf } from "../../../src/oracles/symbolic/certificate/audit.js";
import { type Certificate, certificateOf } from "../../../src/oracles/symbolic/certificate/certificate.js";
import type { CertificateCode } from "../../../src/oracles/symbolic/certificate/error.js";
import { termLatex } from "../../../src/oracles/symbolic/certificate/latex.js";
import { readCertificates } from "../../../src/oracles/symbolic/certificate/read.js";
import { HAND_MADE } from "./hand-made-proofs.js";
import { searchedProofs } from "./searched-proofs.js";
import { type Change, type Mutant, mutantsOf } from "./mutants.js";

const full = process.env.QEDMARK_FULL === "1";
const PROOFS = fileURLToPath(new URL("../../../proofs", import.meta.url));

/** What may be said of a change. What the kernel says of it depends on the rule that is misled. */
const BY_KERNEL: readonly CertificateCode[] = [
  "no-such-place",
  "wrong-kind",
  "wrong-parameter",
  "not-equal",
  "not-free",
  "false-condition",
  "too-large",
  "wrong-result",
  "wrong-direction",
  "overlapping-coordinates",
  "ill-formed",
];
const MISLED: readonly CertificateCode[] = [...BY_KERNEL, "other-result", "other-conditions", "unfounded-condition"];
const REFUSALS: Readonly<Record<Change, readonly CertificateCode[]>> = {
  "another rule": MISLED,
  "no such rule": ["no-such-rule"],
  "deeper path": MISLED,
  "shorter path": MISLED,
  "path to nowhere": ["no-such-place"],
  "term changed": MISLED,
  "term less": MISLED,
  "turned around": BY_KERNEL,
  "back changed": MISLED,
  "back left out": MISLED,
  "result changed": ["other-result"],
  "condition of a line dropped": ["other-conditions"],
  "condition of a line invented": ["other-conditions"],
  "line dropped": MISLED,
  "lines swapped": MISLED,
  "left side changed": MISLED,
  "right side changed": ["wrong-result"],
  "sides swapped": [...MISLED, "other-statement"],
  "relation turned around": ["wrong-direction", "other-statement"],
  "condition dropped": ["other-conditions"],
  "fact dropped": ["wrong-parameter", "not-equal", "unfounded-condition", "other-conditions", "other-statement"],
  "fact weakened": ["wrong-parameter", "unfounded-condition", "other-conditions", "other-statement"],
  "fact invented": ["other-words", "other-statement"],
  "words changed": ["other-words"],
  "sides as written changed": ["other-words"],
  "step renamed": ["no-such-step"],
};

interface Tried extends Mutant {
  readonly original: Certificate;
}

/** How the mutant is taken by whoever knows what the step means. */
function verdictOn({ certificate, original }: Tried): ReturnType<typeof problemOf> {
  const step = { ...original.step, meaning: { ...original.proof.statement, constantIn: [] } };
  return problemOf(certificate, certificate.step.id === step.id ? step : undefined);
}

/**
 * What is as good a proof as before: without a line of algebra that changes nothing to be seen, such as the order of coordinates; with an
 * exchange that is read in the other direction.
 */
function isAsGood({ change, line, rule, original: { proof, shown } }: Tried): boolean {
  if (rule === "exchange" && change === "back left out") return true;
  const at = (line ?? 0) - 1;
  const before = shown.lines[at - 1]?.result.slice(2) ?? termLatex(proof.statement.left);
  return rule === "algebra" && shown.lines[at]?.result.slice(2) === before;
}

const ALL = certificates();

function certificates(): readonly Certificate[] {
  const kept = readdirSync(PROOFS).filter((name) => name.endsWith(".json"));
  const read = kept.flatMap((name) => readCertificates(readFileSync(join(PROOFS, name), "utf8")));
  const made = [...Object.entries(HAND_MADE), ...searchedProofs()];
  return [
    ...made.map(([id, proof]) => certificateOf({ id, left: "a", relation: "=", right: "b" }, proof)),
    ...read.flatMap((each) => (each.kind === "certificate" ? [each.certificate] : [])),
  ];
}

/** Some of each change to each rule, from the shortest proofs. */
function chosen(): readonly Tried[] {
  const counts = new Map<string, number>();
  return ALL.filter(({ proof }) => proof.lines.length <= (full ? 40 : 20))
    .toSorted((a, b) => a.proof.lines.length - b.proof.lines.length)
    .flatMap((original) =>
      mutantsOf(original)
        .map((mutant): Tried => ({ ...mutant, original }))
        .filter((tried) => {
          const key = `${tried.rule ?? ""} ${tried.change}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          return !isAsGood(tried) && (counts.get(key) ?? 0) <= (full ? 40 : 2);
        }),
    );
}

describe("a certificate in which one thing is changed", () => {
  const tried = chosen().map((mutant) => ({ ...mutant, problem: verdictOn(mutant) }));
  const name = ({ change, line, rule, original }: Tried): string =>
    `${original.step.id}: ${change} (${rule ?? "all"}, ${line ?? 0})`;

  it("is refused", () => {
    expect(tried.length).toBeGreaterThan(300);
    expect(new Set(tried.map(({ rule }) => rule)).size).toBeGreaterThan(15);
    expect(tried.filter(({ problem }) => problem === null).map(name)).toEqual([]);
  });

  it("is refused for the reason that it is wrong", () => {
    const others = tried.filter(({ problem, change }) => problem !== null && !REFUSALS[change].includes(problem.code));
    expect(others.map((mutant) => `${name(mutant)}: ${mutant.problem?.message ?? ""}`)).toEqual([]);
  });

  it("is refused at the line that is changed, or at a later one that it misleads", () => {
    const early = tried.filter(({ line, problem }) => line !== null && (problem?.line ?? line) < line);
    expect(early.map(name)).toEqual([]);
    const exact = new Set<Change>(["no such rule", "path to nowhere", "result changed", "condition of a line dropped"]);
    const elsewhere = tried.filter(({ change, line, problem }) => exact.has(change) && problem?.line !== line);
    expect(elsewhere.map(name)).toEqual([]);
  });

  it.each(Object.keys(REFUSALS))("is met with %s", (change) => {
    expect(tried.some((mutant) => mutant.change === change)).toBe(true);
  });
});

describe("certificates as they are", () => {
  it("are accepted", () => {
    const problems = ALL.map((original) =>
      problemOf(original, { ...original.step, meaning: { ...original.proof.statement, constantIn: [] } }),
    );
    expect(problems.filter((problem) => problem !== null).map(({ message }) => message)).toEqual([]);
  });
});
