import { describe, expect, it } from "vitest";
import {
  compareRational,
  equalRational,
  multiplyRational,
  ONE,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "../../../src/numbers/rational.js";
import { FiniteInterpreter } from "../../../src/oracles/finite/interpreter.js";
import type { FiniteModel } from "../../../src/oracles/finite/values.js";
import { DOUBLES, EXACT } from "../../../src/oracles/finite/algebras.js";
import {
  assignments,
  exactStyle,
  extremeStyle,
  generalStyle,
  modelOf,
  type Subject,
  subjectOf,
} from "../../../src/oracles/finite/models.js";
import { type Style, World } from "../../../src/oracles/finite/world.js";
import * as exact from "../../../src/numbers/exact.js";
import { claim } from "../../claims/written.js";
import { marginal, type Tables, totalMass } from "./brute-force.js";

/** Two families over three variables, unknown numbers, a bound and a free index: one of everything that a generator draws. */
const SUBJECT: Subject = subjectOf(claim("p(x, y, z) + q(x, y, z) + a + f(x) = \\sum_{i=1}^n b_i + c_t + x + y + z"));

/** Everything that a generator of models must not be, each with its measure over many of its models. */
const DEGENERACIES: Readonly<Record<string, (models: readonly FiniteModel[]) => boolean>> = {
  "two variables are independent by accident": (models) => share(models, (model) => independent(tablesOf(model))) > 0.1,
  "two variables are independent given the third by accident": (models) =>
    share(models, (model) => conditionallyIndependent(tablesOf(model))) > 0.1,
  "two families coincide": (models) => share(models, (model) => same(tablesOf(model), "p", "q")) > 0.02,
  "a probability vanishes": (models) => models.some((model) => entriesOf(tablesOf(model)).some((entry) => entry <= 0)),
  "tables are flat": (models) => share(models, (model) => skew(tablesOf(model)) >= 50) < 0.2,
  "tables are all skewed": (models) => share(models, (model) => skew(tablesOf(model)) < 10) < 0.2,
  "base weights are never above 1": (models) => !weightsOf(models).some((weight) => compareRational(weight, ONE) > 0),
  "base weights are never below 1": (models) => !weightsOf(models).some((weight) => compareRational(weight, ONE) < 0),
  "a model has all its base weights 1": (models) =>
    share(models, (model) => weightsOf([model]).every((weight) => equalRational(weight, ONE))) > 0.02,
  "base weights sum to 1 by accident": (models) => share(models, (model) => weightsSum(model)) > 0.3,
  "densities never exceed 1": (models) => share(models, (model) => largestOf(tablesOf(model), "x") > 1) < 0.05,
  "supports never have more than two points": (models) =>
    share(models, (model) => [...supportsOf(model).values()].some(({ values }) => values.length > 2)) < 0.2,
  "variables share one support": (models) => share(models, (model) => sharedSupport(model)) > 0.1,
  "values are never negative": (models) =>
    share(models, (model) => valuesOf(model).some((value) => compareRational(value, ZERO) < 0)) < 0.3,
  "values are never positive": (models) =>
    share(models, (model) => valuesOf(model).some((value) => compareRational(value, ZERO) > 0)) < 0.3,
  "means vanish by accident": (models) => share(models, (model) => vanishingMean(tablesOf(model))) > 0.05,
  "a free index is a neighbour of 1": (models) => models.some((model) => (model.world.naturals.get("t") ?? 0) < 3),
  "a free index stands beyond the bound": (models) =>
    models.some((model) => (model.world.naturals.get("t") ?? 0) > (model.world.naturals.get("n") ?? 0)),
  "bounds are always the same": (models) => new Set(models.map((model) => model.world.naturals.get("n"))).size < 2,
  "unknown numbers vanish or are 1": (models) =>
    share(models, (model) => [ZERO, ONE].some((value) => equalRational(unknown(model, "a"), value))) > 0.2,
  "unknown numbers have one sign": (models) =>
    [1, -1].some((sign) => share(models, (model) => sign * toNumber(unknown(model, "a")) > 0) < 0.2),
  "functions are constant": (models) => share(models, (model) => constantFunction(model)) > 0.1,
};

const COUNT = 150;

function models(style: (index: number) => Style, keyOf = (index: number): string => `world ${index}`): readonly FiniteModel[] {
  return Array.from({ length: COUNT }, (_, index) => modelOf(SUBJECT, keyOf(index), style(index), index));
}

function found(generated: readonly FiniteModel[]): string[] {
  return Object.entries(DEGENERACIES).flatMap(([name, shows]) => (shows(generated) ? [name] : []));
}

describe("the generator of finite models", () => {
  it("is not degenerate", () => {
    expect(found(models((index) => generalStyle(index, "signed")))).toEqual([]);
  });

  it("draws tables that are densities with respect to the base weights", () => {
    for (let index = 0; index < 40; index += 1) {
      for (const style of [generalStyle(index, "signed"), exactStyle(index, "signed"), extremeStyle(index, "signed")]) {
        const tables = tablesOf(modelOf(SUBJECT, `mass ${index}`, style, index));
        for (const family of tables.families.keys()) expect(equalRational(totalMass(tables, family), ONE)).toBe(true);
      }
    }
  });

  it("has bounds from 1 up where no index is free, and n² at n = 1 and 2", () => {
    const bounds = (latex: string): Set<number | undefined> =>
      new Set(
        Array.from({ length: 30 }, (_, index) =>
          modelOf(subjectOf(claim(latex)), `${index}`, generalStyle(index, "signed"), index).world.naturals.get("n"),
        ),
      );
    expect(bounds("\\sum_{i=1}^n a_i = b")).toEqual(new Set([1, 2, 3]));
    expect(bounds("\\sum_{i=1}^{n^2} a_i = b")).toEqual(new Set([1, 2]));
  });

  it("keeps mass functions to mass functions: base weights 1 under a sum, and where a domain says so", () => {
    for (const [latex, counted] of [
      ["\\sum_z p(z) = 1", true],
      ["\\int p(z) dz = 1", false],
    ] as const) {
      const subject = subjectOf(claim(latex));
      const supports = Array.from({ length: 40 }, (_, index) =>
        modelOf(subject, `${index}`, generalStyle(index, "signed"), index).world.support("z", "z"),
      );
      expect(supports.every(({ weights }) => weights.every((weight) => equalRational(weight, ONE)))).toBe(counted);
    }
  });

  it("draws a part in the same way whichever other parts are asked for, and in whichever order", () => {
    const [one, other] = [0, 1].map(() => modelOf(SUBJECT, "order", generalStyle(1, "signed"), 1));
    if (one === undefined || other === undefined) throw new Error("no models");
    const forwards = [one.world.support("x", "x"), one.world.support("y", "y"), one.world.unknown("a", "a")];
    const backwards = [other.world.unknown("a", "a"), other.world.support("y", "y"), other.world.support("x", "x")];
    expect(backwards.reverse()).toEqual(forwards);
  });

  it("visits every position of the free variables where there are few, each once", () => {
    const model = modelOf(subjectOf(claim("p(x, z) = p(x) p(z)")), "few", { ...generalStyle(0, "signed"), support: [2, 3] }, 0);
    const sizes = ["x", "z"].map((root) => model.world.support(root, root).values.length);
    const all = assignments(model, 100).map((position) => [...position.values()].join(","));
    expect(new Set(all).size).toBe((sizes[0] ?? 0) * (sizes[1] ?? 0));
    expect(all).toHaveLength(new Set(all).size);
    const some = assignments(model, 3);
    expect(some.length).toBeLessThanOrEqual(3);
    expect(some.length).toBeGreaterThan(0);
  });
});

/** Generators with one thing wrong: the measures must see each. */
const PLANTED: Readonly<Record<string, Partial<Style>>> = {
  "two variables are independent by accident": { numerators: 1 },
  "two variables are independent given the third by accident": { numerators: 1 },
  "two families coincide": { numerators: 1 },
  "tables are flat": { skew: 1, numerators: 3 },
  "tables are all skewed": { skew: 6 },
  "base weights are never above 1": { weights: [rational(1, 2), rational(1)] },
  "base weights are never below 1": { weights: [rational(1), rational(2)] },
  "a model has all its base weights 1": { weights: [ONE] },
  "base weights sum to 1 by accident": { weights: [rational(1, 2)], support: [2, 2] },
  "densities never exceed 1": { weights: [rational(9)] },
  "supports never have more than two points": { support: [2, 2] },
  "variables share one support": { plain: true, support: [2, 2] },
  "values are never negative": { range: "positive" },
  "unknown numbers vanish or are 1": { magnitude: 1, denominators: 1, range: "positive" },
  "unknown numbers have one sign": { range: "positive" },
};

describe("a degenerate generator", () => {
  it.each(Object.entries(PLANTED))("shows: %s", (name, style) => {
    expect(DEGENERACIES[name]?.(models((index) => ({ ...generalStyle(index, "signed"), ...style })))).toBe(true);
  });

  it("shows when free indices and bounds are always small", () => {
    const naturals = new Map(["n", "t"].map((name) => [name, 1] as const));
    const small = models((index) => generalStyle(index, "signed")).map((model) => ({
      ...model,
      world: new World(
        model.world.key,
        model.world.style,
        naturals,
        () => "any",
        () => false,
        () => 2,
        () => [],
      ),
    }));
    expect(found(small)).toEqual(expect.arrayContaining(["a free index is a neighbour of 1", "bounds are always the same"]));
  });

  it("shows when all models are one", () => {
    const one = models(
      () => generalStyle(0, "signed"),
      () => "one",
    );
    expect(found(one)).toContain("unknown numbers have one sign");
  });
});

function share(models: readonly FiniteModel[], shows: (model: FiniteModel) => boolean): number {
  return models.filter(shows).length / models.length;
}

const AXES = ["x", "y", "z"] as const;

function supportsOf(model: FiniteModel): Tables["supports"] {
  return new Map(AXES.map((axis) => [axis, model.world.support(axis, axis)]));
}

const TABLES = new WeakMap<FiniteModel, Tables>();

function tablesOf(model: FiniteModel): Tables {
  const tables = TABLES.get(model) ?? readTables(model);
  TABLES.set(model, tables);
  return tables;
}

/** A model as plain tables, its axes in the order in which the joint table runs. */
function readTables(model: FiniteModel): Tables {
  const supports = supportsOf(model);
  const interpreter = new FiniteInterpreter(EXACT, model, 100_000);
  const families = new Map(
    ["p", "q"].map((family) => {
      const cells = interpreter.jointTable(family, AXES).map((value) => exact.asRational(value) ?? ZERO);
      const entries = new Map<string, Rational>();
      cells.forEach((cell, index) => {
        let rest = index;
        const place = AXES.map((axis) => {
          const size = supports.get(axis)?.values.length ?? 1;
          const point = rest % size;
          rest = Math.floor(rest / size);
          return point;
        });
        entries.set(place.join(","), cell);
      });
      return [family, { axes: AXES, entries }] as const;
    }),
  );
  return { supports, families, numbers: new Map() };
}

function independent(tables: Tables): boolean {
  const [xs, zs] = [tables.supports.get("x")?.values ?? [], tables.supports.get("z")?.values ?? []];
  return xs.every((_, x) =>
    zs.every((_unused, z) =>
      equalRational(
        marginal(
          tables,
          "p",
          new Map([
            ["x", x],
            ["z", z],
          ]),
        ),
        multiplyRational(marginal(tables, "p", new Map([["x", x]])), marginal(tables, "p", new Map([["z", z]]))),
      ),
    ),
  );
}

/** Whether x and y are independent given z in p: p(x, y, z) p(z) = p(x, z) p(y, z). */
function conditionallyIndependent(tables: Tables): boolean {
  const points = (axis: string): number[] => (tables.supports.get(axis)?.values ?? []).map((_, point) => point);
  const density = (at: Readonly<Record<string, number>>): Rational => marginal(tables, "p", new Map(Object.entries(at)));
  return points("x").every((x) =>
    points("y").every((y) =>
      points("z").every((z) =>
        equalRational(
          multiplyRational(density({ x, y, z }), density({ z })),
          multiplyRational(density({ x, z }), density({ y, z })),
        ),
      ),
    ),
  );
}

function same(tables: Tables, a: string, b: string): boolean {
  const [first, second] = [tables.families.get(a)?.entries, tables.families.get(b)?.entries];
  return first !== undefined && [...first].every(([cell, entry]) => equalRational(entry, second?.get(cell) ?? ZERO));
}

function entriesOf(tables: Tables): number[] {
  return [...(tables.families.get("p")?.entries.values() ?? [])].map(toNumber);
}

const skew = (tables: Tables): number => Math.max(...entriesOf(tables)) / Math.min(...entriesOf(tables));
/** The largest marginal density of one variable. */
const largestOf = (tables: Tables, axis: string): number =>
  Math.max(
    ...(tables.supports.get(axis)?.values ?? []).map((_, point) => toNumber(marginal(tables, "p", new Map([[axis, point]])))),
  );

const weightsOf = (models: readonly FiniteModel[]): Rational[] =>
  models.flatMap((model) => [...supportsOf(model).values()].flatMap(({ weights }) => weights));
const valuesOf = (model: FiniteModel): Rational[] => [...supportsOf(model).values()].flatMap(({ values }) => values);

function weightsSum(model: FiniteModel): boolean {
  return [...supportsOf(model).values()].some(
    ({ weights }) => Math.abs(weights.reduce((sum, weight) => sum + toNumber(weight), 0) - 1) < 1e-12,
  );
}

function sharedSupport(model: FiniteModel): boolean {
  const texts = [...supportsOf(model).values()].map(({ values }) => values.map(toNumber).join(","));
  return new Set(texts).size < texts.length;
}

function vanishingMean(tables: Tables): boolean {
  const { values = [], weights = [] } = tables.supports.get("x") ?? {};
  const mean = values.reduce(
    (sum, value, x) => sum + toNumber(value) * toNumber(weights[x] ?? ONE) * toNumber(marginal(tables, "p", new Map([["x", x]]))),
    0,
  );
  return Math.abs(mean) < 1e-9;
}

const unknown = (model: FiniteModel, name: string): Rational => model.world.unknown(name, name);

/** Whether the unknown function f takes one value at all points of x. */
function constantFunction(model: FiniteModel): boolean {
  const { left } = claim("f(x) = p(x, y, z)");
  const interpreter = new FiniteInterpreter(DOUBLES, model, 10_000);
  const values = model.world.support("x", "x").values.map((_, point) => {
    interpreter.place("x", point);
    return interpreter.number(left);
  });
  return values.every((value) => value === values[0]);
}
