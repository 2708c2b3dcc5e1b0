import { difference } from "../../../kernel/algebra.js";
import { distributionsOf } from "../../../meaning/vocabulary.js";
import { type Name, nameLatex } from "../../../terms/name.js";
import type { FamilyCall, Term as Surface, TermOf } from "../../../terms/term.js";
import { children, someNode, termKey, walk } from "../../../terms/traverse.js";
import { rootOf } from "../../../terms/variable.js";
import { indexOf, indicesOf, integerVariable } from "./indices.js";
import { need, Unsupported } from "./unsupported.js";

type Component = TermOf<"component">;

/** How the variables of one letter are told apart, by root. */
export interface Copies {
  /** A marked copy stands in one density beside another one, so that each copy is a coordinate of its own. */
  readonly separate: ReadonlySet<string>;
  /** Letters of which only certain components occur, as in `p(x_0, x_1)`: each is a variable of its own. */
  readonly single: ReadonlyMap<string, readonly Component[]>;
  /** Components occur in another way, so that the letter is a vector even where nothing says how long it is. */
  readonly listed: ReadonlySet<string>;
}

/** @throws Unsupported where it is open whether two arguments of a density are one */
export function copiesIn(terms: readonly Surface[], variables: ReadonlySet<string>, boundIndices: ReadonlySet<string>): Copies {
  const uses = new Map(
    [...variables].map((root): [string, Uses] => [root, { isWhole: false, isRanged: false, components: new Map() }]),
  );
  const varies = (node: Surface): boolean =>
    node.kind === "symbol" && (boundIndices.has(nameLatex(node.name)) || variables.has(rootOf(node.name)));
  for (const term of terms) collect(term, uses);
  const listed = [...uses].filter(([, { isRanged, components }]) => isRanged || components.size > 0);
  const single = new Map(
    listed.filter(([, use]) => areSingle(use, varies)).map(([root, { components }]) => [root, [...components.values()]] as const),
  );
  return {
    separate: separateIn(terms),
    single,
    listed: new Set(listed.map(([root]) => root).filter((root) => !single.has(root))),
  };
}

/** Where the variables of one letter stand. */
interface Uses {
  isWhole: boolean;
  /** As a list of components. */
  isRanged: boolean;
  /** One component for each way of writing its index. */
  readonly components: Map<string, Component>;
}

/** The kernel takes no more. */
const MOST_ARGUMENTS = 99;

/** As many as people write one by one. */
const MOST_SINGLE = 30;

function collect(term: Surface, uses: ReadonlyMap<string, Uses>): void {
  const of = (letter: Surface): Uses | undefined => (letter.kind === "symbol" ? uses.get(rootOf(letter.name)) : undefined);
  if (term.kind === "apply") {
    // A function may have the letter of a variable.
    const indices = term.function.kind === "component" ? term.function.indices : [];
    for (const part of [...indices, ...term.arguments]) collect(part, uses);
    return;
  }
  if (term.kind === "component" && term.place === "sub") {
    const use = of(term.of);
    if (use !== undefined) {
      use.components.set(JSON.stringify(term.indices.map(termKey)), term);
      for (const index of term.indices) collect(index, uses);
      return;
    }
  }
  if (term.kind === "range") {
    const use = of(term.of);
    if (use !== undefined) {
      use.isRanged = true;
      for (const end of [term.from, term.to]) collect(end, uses);
      return;
    }
  }
  const use = of(term);
  if (use !== undefined) use.isWhole = true;
  for (const child of children(term)) collect(child, uses);
}

/** Whether no two different indices can be the same number, and none is counted through. */
function areSingle({ isWhole, isRanged, components }: Uses, varies: (node: Surface) => boolean): boolean {
  const all = [...components.values()];
  if (isWhole || isRanged || all.length > MOST_SINGLE) return false;
  if (all.some(({ indices }) => indices.some((index) => someNode(index, varies)))) return false;
  return all.every((a) => all.every((b) => areOne(a, b) !== null));
}

/** Whether two components have the same index; null where that depends. */
export function areOne(a: Component, b: Component): boolean | null {
  const letter = ({ name }: { readonly name: Name }): ReturnType<typeof integerVariable> => integerVariable(nameLatex(name));
  const [own, others] = [indicesOf(a), indicesOf(b)];
  if (own.length !== others.length) return false;
  const gaps = own.map((index, i) => {
    const other = others[i];
    return other === undefined ? null : difference(indexOf(index, letter), indexOf(other, letter));
  });
  if (gaps.some((gap) => gap !== null && gap !== 0n)) return false;
  return gaps.every((gap) => gap === 0n) ? true : null;
}

function separateIn(terms: readonly Surface[]): ReadonlySet<string> {
  const separate = new Set<string>();
  for (const term of terms) {
    walk(term, (node) => {
      for (const call of distributionsOf(node)) if (call.kind === "family") for (const root of twins(call)) separate.add(root);
    });
  }
  return separate;
}

/** Letters of which two copies stand in one call, at the same components. */
function twins(call: FamilyCall): readonly string[] {
  const all = [...call.targets, ...call.given];
  need(all.length <= MOST_ARGUMENTS, `a density ${nameLatex(call.family)} of very many variables`);
  const owners = new Map<string, Map<string, Surface[]>>();
  for (const argument of all) {
    const variable = argument.kind === "event" ? argument.variable : argument;
    const owner = variable.kind === "component" || variable.kind === "range" ? variable.of : variable;
    if (owner.kind !== "symbol") continue;
    const copies = owners.get(rootOf(owner.name)) ?? new Map<string, Surface[]>();
    owners.set(rootOf(owner.name), copies);
    copies.set(nameLatex(owner.name), [...(copies.get(nameLatex(owner.name)) ?? []), variable]);
  }
  return [...owners].filter(([, copies]) => haveTwins([...copies.values()])).map(([root]) => root);
}

/** Whether arguments of different copies meet at a component. */
function haveTwins([first, ...others]: readonly (readonly Surface[])[]): boolean {
  if (first === undefined) return false;
  return first.some((a) => others.some((list) => list.some((b) => overlap(a, b)))) || haveTwins(others);
}

function overlap(a: Surface, b: Surface): boolean {
  if (a.kind === "symbol" || b.kind === "symbol") return true;
  const one = a.kind === "component" && b.kind === "component" && a.place === b.place ? areOne(a, b) : null;
  if (one === null) throw new Unsupported("whether two arguments of a density are one depends on their indices");
  return one;
}
