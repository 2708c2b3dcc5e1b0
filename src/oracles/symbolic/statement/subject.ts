import { countDimensions, inferShapes, sameDimension, type Shape } from "../../../claims/dimensions.js";
import { type Roles, rolesOf } from "../../../claims/roles.js";
import type { Claim, Setting } from "../../../claims/setting.js";
import { nameLatex } from "../../../terms/name.js";
import type { Term as Surface } from "../../../terms/term.js";
import { walk } from "../../../terms/traverse.js";
import { rootOf } from "../../../terms/variable.js";
import { distributionsOf } from "../../../meaning/vocabulary.js";
import { type Copies, copiesIn } from "./copies.js";
import { parametersText } from "./labels.js";
import { realRoots } from "./spaces.js";
import { need } from "./unsupported.js";

/** What the letters of a claim are, read off from both sides and from every form of a density that it presupposes. */
export interface Subject {
  readonly claim: Claim;
  readonly setting: Setting;
  readonly roles: Roles;
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Roots of variables on the real line. */
  readonly real: ReadonlySet<string>;
  readonly copies: Copies;
  /** Every letter, bound or free, with and without its marks: what is made up must have another name. */
  readonly letters: ReadonlySet<string>;
  /** Letters over which some sum or product runs. */
  readonly boundIndices: ReadonlySet<string>;
  /** Families that the claim calls with more than one list of parameters: these then tell them apart. */
  readonly parameterized: ReadonlySet<string>;
  readonly terms: readonly Surface[];
}

/** @throws Unsupported for variables that the kernel's language cannot keep apart */
export function subjectOf(claim: Claim): Subject {
  const { setting } = claim;
  const forms = setting.hypotheses.flatMap((hypothesis): Surface[] => [
    hypothesis.body,
    { kind: "density", distribution: hypothesis.call },
  ]);
  const terms = [claim.left, claim.right, ...forms];
  const found = rolesOf(terms, setting.variables);
  const shapes = inferShapes(terms, setting.dimensions, found.generalFunctions);
  for (const [letter, declared] of setting.dimensions) {
    const dimension = shapes.get(letter)?.dimension ?? declared;
    need(sameDimension(dimension, declared), `${letter} is compared with vectors of other dimensions`);
  }
  // A sum that ends at n − 1 does not say that there are so few components.
  for (const [letter, { dimension }] of shapes)
    need(
      dimension.kind !== "named" || dimension.size.kind !== "add" || setting.dimensions.has(letter),
      `the number of components of ${letter} is not known`,
    );
  const roles = countDimensions(found, shapes);
  const boundIndices = boundIndicesIn(terms, roles);
  return {
    claim,
    setting,
    roles,
    shapes,
    real: realRoots(terms, setting, roles.variables),
    copies: copiesIn(terms, roles.variables, boundIndices),
    letters: lettersIn(terms),
    boundIndices,
    parameterized: parameterizedIn(terms),
    terms,
  };
}

function lettersIn(terms: readonly Surface[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind === "symbol") found.add(nameLatex(node.name)).add(rootOf(node.name));
    });
  }
  return found;
}

function boundIndicesIn(terms: readonly Surface[], roles: Roles): ReadonlySet<string> {
  const found = new Set<string>();
  for (const term of terms) {
    walk(term, (node) => {
      if ((node.kind !== "sum" && node.kind !== "product") || node.index.kind !== "symbol") return;
      if (!roles.variables.has(rootOf(node.index.name))) found.add(nameLatex(node.index.name));
    });
  }
  return found;
}

function parameterizedIn(terms: readonly Surface[]): ReadonlySet<string> {
  const lists = new Map<string, Set<string>>();
  for (const term of terms) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) {
        if (distribution.kind !== "family" || distribution.parameters.length === 0) continue;
        const text = parametersText(distribution);
        const family = nameLatex(distribution.family);
        lists.set(family, (lists.get(family) ?? new Set()).add(text));
      }
    });
  }
  return new Set([...lists].filter(([, list]) => list.size > 1).map(([family]) => family));
}
