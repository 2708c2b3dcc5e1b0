import { rational } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { countDimensions, type Dimension, inferShapes, type Shape } from "../../claims/dimensions.js";
import { type Roles, rolesOf } from "../../claims/roles.js";
import { type Claim, domainOf } from "../../claims/setting.js";
import { keyedRandom } from "../../numbers/random.js";
import type { Entries } from "./descent.js";
import type { FiniteModel } from "./values.js";
import { type Layout, layOut } from "./layout.js";
import { type Range, type Style, World } from "./world.js";

/** What all models of one claim have in common. */
export interface Subject {
  readonly claim: Claim;
  readonly roles: Roles;
  readonly shapes: ReadonlyMap<string, Shape>;
}

export function subjectOf(claim: Claim): Subject {
  const bodies = claim.setting.hypotheses.flatMap((hypothesis): Term[] => [
    hypothesis.body,
    { kind: "density", distribution: hypothesis.call },
  ]);
  const terms = [claim.left, claim.right, ...bodies];
  const dimensions = new Map<string, Dimension>(claim.setting.dimensions);
  const roles = rolesOf(terms, claim.setting.variables);
  const shapes = inferShapes(terms, dimensions, roles.generalFunctions);
  return { claim, roles: countDimensions(roles, shapes), shapes };
}

const HALVES = [rational(1, 2), rational(1), rational(3, 2), rational(2), rational(1, 3), rational(3)];

/** Generic models: mild and skewed tables, base weights on both sides of 1, numbers of both signs. */
export function generalStyle(index: number, range: Range): Style {
  const skews = [1, 1, 3, 1, 5, 2];
  return {
    support: index % 3 === 0 ? [2, 2] : [2, 4],
    numerators: 9,
    skew: skews[index % skews.length] ?? 1,
    weights: HALVES,
    magnitude: 5,
    denominators: 3,
    plain: false,
    range,
  };
}

/**
 * Models for inequalities: supports so small that bounds are tight, base weights far from 1 so that densities are very large or very small, tables nearly
 * degenerate. A bound with swapped arguments survives mild tables.
 */
export function extremeStyle(index: number, range: Range): Style {
  const small = index % 4 === 1;
  return {
    ...generalStyle(index, range),
    support: small ? [1, 1] : [1, 3],
    skew: [1, 5, 3][index % 3] ?? 1,
    weights: [rational(1, 20), rational(1, 9), rational(1), rational(8), rational(25)],
    // A bound on plain numbers may fail in a narrow range only.
    magnitude: 12,
    denominators: 12,
  };
}

/** Models to start a descent from: two points for each variable, mild tables. */
export function descentStyle(index: number, range: Range): Style {
  return { ...generalStyle(index, range), support: [2, 2], numerators: 4, skew: 1 };
}

/** Models small enough for exact arithmetic in bulk. */
export function exactStyle(index: number, range: Range): Style {
  return { ...generalStyle(index, range), support: [2, 3], numerators: 5, skew: index % 3 === 2 ? 2 : 1, magnitude: 4 };
}

/** Models from the plainest up, for a counterexample that a person can recompute. */
export const LADDER: readonly Style[] = [
  {
    support: [1, 1],
    numerators: 1,
    skew: 1,
    weights: [rational(1)],
    magnitude: 2,
    denominators: 1,
    plain: true,
    range: "positive",
  },
  {
    support: [1, 2],
    numerators: 2,
    skew: 1,
    weights: [rational(1)],
    magnitude: 2,
    denominators: 1,
    plain: true,
    range: "positive",
  },
  {
    support: [1, 2],
    numerators: 3,
    skew: 1,
    weights: [rational(1)],
    magnitude: 3,
    denominators: 1,
    plain: false,
    range: "signed",
  },
  {
    support: [2, 2],
    numerators: 3,
    skew: 1,
    weights: [rational(1)],
    magnitude: 3,
    denominators: 2,
    plain: true,
    range: "positive",
  },
  {
    support: [1, 2],
    numerators: 3,
    skew: 1,
    weights: [rational(1, 2), rational(1), rational(2)],
    magnitude: 3,
    denominators: 2,
    plain: false,
    range: "signed",
  },
  {
    support: [2, 2],
    numerators: 4,
    skew: 2,
    weights: [rational(1, 2), rational(1), rational(2)],
    magnitude: 4,
    denominators: 2,
    plain: false,
    range: "signed",
  },
  {
    support: [2, 3],
    numerators: 4,
    skew: 3,
    weights: [rational(1, 2), rational(1), rational(2)],
    magnitude: 4,
    denominators: 2,
    plain: false,
    range: "signed",
  },
];

const LAYOUT_WORK = 20_000;

/**
 * One random model of a subject. `variation` chooses the bounds, `small` keeps them readable; `tables` are given in place of random ones.
 *
 * @throws EvaluationError when the claim's bounds have no value or it is too large
 */
export function modelOf(
  subject: Subject,
  key: string,
  style: Style,
  variation: number,
  small = false,
  tables: Entries = new Map(),
): FiniteModel {
  const { claim, roles, shapes } = subject;
  const naturals = chooseNaturals(roles, variation, small);
  const layout = layOut(claim, roles, naturals, LAYOUT_WORK);
  const world = new World(
    key,
    style,
    naturals,
    (name) => domainOf(claim.setting, name),
    (root) => roles.counted.has(root),
    (slot) => largestSupport(layout, slot),
    (root) => layout.events.get(root) ?? [],
    tables,
  );
  return { world, layout, roles, shapes, hypotheses: claim.setting.hypotheses, weights: claim.setting.weights };
}

/** Joint tables stay small: the more axes a family has, the fewer points each has. */
function largestSupport(layout: Layout, slot: string): number {
  const axes = Math.max(1, ...[...layout.slots.values()].filter((slots) => slots.includes(slot)).map((slots) => slots.length));
  return axes <= 2 ? 4 : axes === 3 ? 3 : 2;
}

/**
 * Values of the letters that count. Free indices are generic (`t ≥ 3`, so that t − 1, t − 2 and 0 are no neighbours), and bounds lie beyond them;
 * squared bounds stay at 2. `small` keeps all other bounds at 1 or 2, for models that are to be read.
 */
function chooseNaturals(roles: Roles, variation: number, small: boolean): ReadonlyMap<string, number> {
  const naturals = new Map<string, number>();
  const generic = roles.freeIndices.size > 0;
  [...roles.naturals].sort().forEach((name, position) => {
    if (roles.freeIndices.has(name)) naturals.set(name, 3 + (position % 2));
    else if (generic) naturals.set(name, 5 + ((variation + position) % 2));
    else if (small) naturals.set(name, 1 + (variation % 2));
    else if (roles.raised.has(name)) naturals.set(name, [2, 1][variation % 2] ?? 2);
    else naturals.set(name, 1 + ((variation + position + 1) % 3));
  });
  naturals.set("\\dim", 1 + ((variation + 1) % 2));
  return naturals;
}

/** Positions of the free variables at which the sides are compared: all of them when there are few, else a sample. */
export function assignments(model: FiniteModel, limit: number): readonly ReadonlyMap<string, number>[] {
  const { layout, world } = model;
  const free = [...layout.free].sort((a, b) => (a.key < b.key ? -1 : 1));
  const sizes = free.map((instance) => world.support(instance.slot, instance.root).values.length);
  const total = sizes.reduce((product, size) => product * size, 1);
  const random = keyedRandom(world.key, "positions");
  const places =
    total <= limit
      ? Array.from({ length: total }, (_, i) => i)
      : Array.from({ length: limit }, () => random.integer(0, Math.min(total, 2 ** 31) - 1));
  return [...new Set(places)].map((place) => {
    let rest = place;
    return new Map(
      free.map((instance, i) => {
        const size = sizes[i] ?? 1;
        const point = rest % size;
        rest = Math.floor(rest / size);
        return [instance.key, point] as const;
      }),
    );
  });
}
