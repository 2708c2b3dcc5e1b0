import { entityKey } from "../../../src/claims/dimensions.js";
import type { Roles } from "../../../src/claims/roles.js";
import type { Claim } from "../../../src/claims/setting.js";
import { nameLatex } from "../../../src/terms/name.js";
import type { Term } from "../../../src/terms/term.js";
import { walk } from "../../../src/terms/traverse.js";
import type { Value } from "../../kernel/models.js";
import { integerOf, Undecided } from "../../kernel/reals.js";

export interface Lettered {
  readonly claim: Claim;
  readonly roles: Roles;
}

/** A letter of the claim with the indices and arguments that stand at it. */
export interface Use {
  readonly node: Term;
  /** The letter's own name, and what stands behind it where other things have that letter. */
  readonly plain: string;
  readonly behind: string;
  readonly indices: readonly Term[];
  readonly inputs: number;
  /** How the oracle's keys tell indices: `#` below, `^` above. */
  readonly sign: string;
}

function usesIn({ claim, roles }: Lettered): readonly Use[] {
  const found: Use[] = [];
  const flat = (indices: readonly Term[]): readonly Term[] =>
    indices.flatMap((index) => (index.kind === "tuple" ? index.items : [index]));
  const note = (node: Term): void => {
    if (node.kind === "symbol") found.push({ node, plain: nameLatex(node.name), behind: "", indices: [], inputs: 0, sign: "#" });
    if (node.kind === "component" && node.of.kind === "symbol") {
      const name = nameLatex(node.of.name);
      const above = node.place === "super";
      found.push({
        node,
        plain: name,
        behind: above ? "^{(\\cdot)}" : "",
        indices: flat(node.indices),
        inputs: 0,
        sign: above ? "^" : "#",
      });
    }
    if (node.kind !== "apply") return;
    const { function: head } = node;
    const letter = head.kind === "component" ? head.of : head;
    const entity = entityKey(node, roles.generalFunctions);
    if (letter.kind !== "symbol" || entity === null) return;
    const name = nameLatex(letter.name);
    const above = head.kind === "component" && head.place === "super";
    const indices = head.kind === "component" ? flat(head.indices) : [];
    const behind = entity === name ? "(\\cdot)" : entity.slice(name.length);
    found.push({ node, plain: name, behind, indices, inputs: node.arguments.length, sign: above ? "^" : "#" });
  };
  for (const side of [claim.left, claim.right]) walk(side, note);
  return found;
}

/** What a claim writes for an unknown of its statement: its components, where it has one index more. @throws Undecided */
export function useOf(subject: Lettered, head: string, values: number): Use {
  const uses = usesIn(subject).filter(({ indices, inputs }) => [0, 1].includes(values - indices.length - inputs));
  const whole = ({ node, plain, behind, inputs, sign }: Use): string => {
    const dots = Array.from({ length: values - inputs }, () => "\\cdot").join(",");
    const place = node.kind !== "apply" || dots === "" ? "" : sign === "^" ? `^{(${dots})}` : `_{${dots}}`;
    return `${plain}${place}${behind}`;
  };
  const exactly = uses.filter(({ indices, inputs }) => indices.length + inputs === values);
  const found = [exactly, uses]
    .flatMap((some) => [some.find((use) => whole(use) === head), some.find(({ plain }) => plain === head)])
    .find((use) => use !== undefined);
  if (found === undefined) throw new Undecided(`the claim has no ${head} of ${values}`);
  return found;
}

/** @throws Undecided */
export function indexOf(value: Value): number {
  const index = value.kind === "vector" ? null : integerOf(value);
  if (index === null) throw new Undecided("an index that is no integer");
  return Number(index);
}

/** The name of a variable by what the evaluator tells variables apart by: name, space and size. */
export function nameIn(identity: string, space: string): string {
  const end = [` ${space} [`, ` ${space}`].map((mark) => identity.lastIndexOf(mark)).find((at) => at >= 0);
  return identity.slice(0, end);
}
