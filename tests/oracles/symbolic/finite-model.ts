import { EvaluationError } from "../../../src/claims/algebra.js";
import { entityKey } from "../../../src/claims/dimensions.js";
import { type Claim, domainOf } from "../../../src/claims/setting.js";
import { Tensor } from "../../../src/claims/tensor.js";
import { rational } from "../../../src/numbers/rational.js";
import { DOUBLES, EXACT } from "../../../src/oracles/finite/algebras.js";
import { FiniteInterpreter } from "../../../src/oracles/finite/interpreter.js";
import { assignments, generalStyle, modelOf, type Subject, subjectOf } from "../../../src/oracles/finite/models.js";
import type { FiniteModel } from "../../../src/oracles/finite/values.js";
import { indexOf, nameIn, useOf } from "./letter-uses.js";
import { type Support, World } from "../../../src/oracles/finite/world.js";
import type { Term } from "../../../src/terms/term.js";
import type { Coordinate, Model, Value } from "../../kernel/models.js";
import { add, fraction, keyOf, multiply, nearly, type Real, Undecided, whole, ZERO } from "../../kernel/reals.js";

const WORK = 10_000_000;

/** All components of a vector have one space here, as they have in the kernel. */
class SharedWorld extends World {
  override support(_slot: string, root: string): Support {
    return super.support(root, root);
  }
}

/** One model twice: as the finite oracle's interpreter sees it, and as the kernel's language does. */
export interface Shared {
  /** @throws EvaluationError where the oracle gives no value */
  evaluate: (term: Term) => number;
  readonly model: Model;
}

/** Models of a claim without forms of densities, each at a few positions of its free variables. */
export function sharedModels(claim: Claim, key: string, count: number): readonly Shared[] {
  const subject = subjectOf(claim);
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const drawn = modelOf(subject, `${key}|${i}`, generalStyle(i, i % 2 === 0 ? "signed" : "positive"), i);
    const world = new SharedWorld(
      drawn.world.key,
      { ...drawn.world.style, support: [2, 2] },
      drawn.world.naturals,
      (name) => domainOf(claim.setting, name),
      (root) => subject.roles.counted.has(root),
      () => 2,
      (root) => drawn.layout.events.get(root) ?? [],
    );
    const finite = { ...drawn, world };
    return assignments(finite, 2).map((position) => sharedAt(subject, finite, position));
  });
}

function sharedAt(subject: Subject, finite: FiniteModel, position: ReadonlyMap<string, number>): Shared {
  const place = <T>(interpreter: FiniteInterpreter<T>): FiniteInterpreter<T> => {
    for (const [key, point] of position) interpreter.place(key, point);
    return interpreter;
  };
  const exact = place(new FiniteInterpreter(EXACT, finite, WORK));
  return {
    evaluate: (term) => place(new FiniteInterpreter(DOUBLES, finite, WORK)).number(term),
    model: {
      line: false,
      space: (name) => spaceOf(finite, name),
      free: (identity, space, size) => freeValue(finite, position, nameIn(identity, space), space, size),
      apply: (name, values) => unknownValue(subject, finite, exact, name, values),
      isPositive: (name) => domainOf(subject.claim.setting, name.replace(/\(.*$/, "")) === "positive",
      density: (family, coordinates) => densityAt(finite, exact, family.replace(/\(\\cdot; .*$/, ""), coordinates),
    },
  };
}

/** The letter and the index of a variable that is a single component: `x_{0}`. */
function partsOf(name: string): readonly [string, string | null] {
  const [, owner, index] = /^(.*?)_\{([^{}]*)\}$/.exec(name) ?? [];
  return owner === undefined || index === undefined ? [name, null] : [owner.replace(/^\{(.*)\}$/, "$1"), index];
}

function unmarked(name: string): string {
  return name.replace(/\^\{.*\}$/, "");
}

/** The root of a variable by its name, which may be that of one of its components. */
function rootIn({ roles }: FiniteModel, name: string): string {
  const found = [name, unmarked(name), unmarked(partsOf(name)[0])].find((root) => roles.variables.has(root));
  if (found === undefined) throw new Undecided(`there is no variable ${name}`);
  return found;
}

function spaceOf(finite: FiniteModel, name: string): ReturnType<Model["space"]> {
  const { values, weights } = finite.world.support(name, rootIn(finite, name));
  return values.map((value, i) => [fraction(value), fraction(weights[i] ?? rational(1))] as const);
}

function freeValue(
  finite: FiniteModel,
  position: ReadonlyMap<string, number>,
  name: string,
  space: string,
  size: number | null,
): Value {
  const { world, layout } = finite;
  if (space === "ℤ") return whole(naturalOf(finite, name));
  // A component that no side speaks of may be anything.
  const others = [...position.keys()].some((key) => key.startsWith(`${name}#`)) ? 0 : -1;
  const at = (key: string): Real => {
    const value = world.support(key, rootIn(finite, name)).values[position.get(key) ?? others];
    if (value === undefined) throw new Undecided(`${key} stands nowhere`);
    return fraction(value);
  };
  if (size === null) return at(instanceKey(finite, name));
  const components = layout.components.get(rootIn(finite, name));
  if (components === undefined && size > 1) throw new Undecided(`${name} is one thing to the oracle`);
  if (components !== undefined && !components.every((index, i) => index === i + 1 && components.length === size))
    throw new Undecided(`the oracle knows only some components of ${name}`);
  const items = Array.from({ length: size }, (_, i) => at(components === undefined ? name : `${name}#${i + 1}`));
  return { kind: "vector", space, items };
}

function naturalOf({ world, layout }: FiniteModel, name: string): number {
  const natural = world.naturals.get(name);
  if (natural !== undefined) return natural;
  const [, letter] = /^\\dim (.*)$/.exec(name) ?? [];
  if (letter !== undefined) return layout.components.get(letter)?.length ?? world.naturals.get("\\dim") ?? 2;
  if (name.startsWith("\\# ")) return 2;
  throw new Undecided(`no value for ${name}`);
}

/** `x_{t - 1}` is `x#2` where t is 3. */
function instanceKey({ world, roles }: FiniteModel, name: string): string {
  if (roles.variables.has(name) || roles.variables.has(unmarked(name))) return name;
  const [owner, index] = partsOf(name);
  const [, letter = "", sign = "+", number = "0"] = /^([a-z]?)(?: ?([+-]) )?(\d*)$/.exec(index ?? "") ?? [];
  const natural = letter === "" ? 0 : world.naturals.get(letter);
  if (index === null || natural === undefined) throw new Undecided(`${name} as a component`);
  return `${owner}#${natural + (sign === "-" ? -1 : 1) * Number(number)}`;
}

/** An element of an array, or the value of an unknown function, as the oracle draws it. */
function unknownValue(
  subject: Subject,
  { world }: FiniteModel,
  exact: FiniteInterpreter<Real & { readonly kind: "exact" }>,
  head: string,
  values: readonly Value[],
): Real {
  const use = useOf(subject, head, values.length);
  const { node, inputs, sign, indices } = use;
  const [own, points] = [values.slice(0, values.length - inputs).map(indexOf), values.slice(values.length - inputs)];
  if (node.kind === "apply") {
    const entity = entityKey(node, subject.roles.generalFunctions) ?? "";
    const suffix = own.length === 0 ? "" : `${indices.length === 0 ? "#" : sign}${own.join(",")}`;
    return fraction(world.unknown(`${entity}${suffix}(${points.map(argumentText).join(";")})`, use.plain));
  }
  const numbers = own.slice(0, indices.length).map((index): Term => ({ kind: "number", value: rational(index) }));
  const value = exact.evaluate(node.kind === "component" ? { ...node, indices: numbers } : node);
  if (!(value instanceof Tensor)) return value;
  const entry = value.entries()[(own.at(-1) ?? 0) - 1];
  if (entry === undefined) throw new Undecided("a component beyond the last");
  return entry;
}

function argumentText(value: Value): string {
  const entries = value.kind === "vector" ? value.items : [value];
  return entries.map((entry) => nearly(entry).middle.toPrecision(10)).join(",");
}

/** The joint table of a family, summed over the coordinates that are not given a value. */
function densityAt(
  finite: FiniteModel,
  exact: FiniteInterpreter<Real & { readonly kind: "exact" }>,
  family: string,
  coordinates: readonly Coordinate[],
): Real {
  const { layout, world } = finite;
  const slots = layout.slots.get(family) ?? [];
  const supports = slots.map((slot) => world.support(slot, layout.roots.get(slot) ?? slot));
  const wanted = new Map(coordinates.map((coordinate) => [slotOf(finite, slots, coordinate), coordinate.value] as const));
  if (wanted.size < coordinates.length) throw new Undecided("a coordinate stands twice");
  const points = slots.map((slot, i) => {
    const value = wanted.get(slot);
    if (value === undefined) return null;
    const point = (supports[i]?.values ?? []).findIndex((each) => keyOf(fraction(each)) === keyOf(value));
    if (point < 0) throw new EvaluationError("unsupported", "a point outside the support");
    return point;
  });
  let total: Real = ZERO;
  exact.jointTable(family, slots).forEach((entry, index) => {
    let rest = index;
    let weighted: Real = entry;
    for (const [i, support] of supports.entries()) {
      const point = rest % support.values.length;
      rest = Math.floor(rest / support.values.length);
      const own = points[i] ?? null;
      if (own !== null && own !== point) return;
      if (own === null) weighted = multiply(weighted, fraction(support.weights[point] ?? rational(1)));
    }
    total = add(total, weighted);
  });
  return total;
}

function slotOf(finite: FiniteModel, slots: readonly string[], { name, index }: Coordinate): string {
  const candidates = index === null ? [name] : [`${name}#${index}`, ...(index === 1n ? [name] : [])];
  const found = candidates.find((slot) => slots.includes(slot));
  if (found !== undefined) return found;
  const key = index === null ? instanceKey(finite, name) : "";
  if (!slots.includes(key)) throw new Undecided(`the oracle's family has no ${name}`);
  return key;
}
