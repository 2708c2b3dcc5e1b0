import type { ElementaryName } from "../../terms/term.js";
import {
  addForms,
  constantForm,
  dimensionsOf,
  isConstant,
  multiplyForms,
  range,
  scaleForm,
  variableForm,
  type Form,
} from "./form.js";
import {
  addIntervals,
  affineInterval,
  ELEMENTARY_INTERVALS,
  LINE,
  multiplyIntervals,
  point,
  POSITIVE,
  reciprocalInterval,
  squareInterval,
  type Interval,
} from "./interval.js";
import {
  addKernel,
  divideKernel,
  elementaryKernel,
  logSumExpKernel,
  multiplyKernel,
  powerKernel,
  SAMPLED,
  squareKernel,
  type Column,
  type Kernel,
} from "./kernels.js";
import { Program, type PassName } from "./program.js";
import { BLOCK, columnOf, numberOf, sampleOf, type Quantity, type Sampled } from "./quantity.js";
import { Undecidable } from "./undecidable.js";

/**
 * A straight-line program over columns of samples. Each method adds what it takes to compute its result from its arguments; multiples and shifts cost
 * nothing, they are kept beside the column.
 */
export class Columns {
  readonly program = new Program();
  /** Columns by what they are computed from, so that none is computed twice. */
  readonly #known = new Map<string, Sampled>();
  readonly #numbers = new Map<Float64Array, number>();
  readonly #normals: Sampled[] = [];
  readonly #uniforms: Sampled[] = [];

  /** The standard normal variates of the polynomial's dimensions at one sample of the latest block. */
  variatesOf(form: Form, sample: number): number[] {
    return range(dimensionsOf(form)).map((dimension) => this.#normals[dimension]?.buffer[sample] ?? 0);
  }

  /** The standard normal variate of a dimension. */
  normal(dimension: number): Sampled {
    const known = this.#normals[dimension];
    if (known !== undefined) return known;
    const buffer = new Float64Array(BLOCK);
    this.program.draw({
      out: buffer,
      run: (variates, first, count) => {
        variates.normals(2 * dimension, first, count, buffer);
      },
    });
    const drawn: Sampled = { kind: "column", buffer, scale: 1, shift: 0, form: variableForm(dimension), interval: LINE };
    this.#normals[dimension] = drawn;
    return drawn;
  }

  /** The variate of a dimension that is uniform on (0, 1). */
  uniform(dimension: number): Sampled {
    const known = this.#uniforms[dimension];
    if (known !== undefined) return known;
    const buffer = new Float64Array(BLOCK);
    this.program.draw({
      out: buffer,
      run: (variates, first, count) => {
        variates.uniforms(2 * dimension + 1, first, count, buffer);
      },
    });
    const drawn: Sampled = { kind: "column", buffer, scale: 1, shift: 0, form: null, interval: { low: 0, high: 1 } };
    this.#uniforms[dimension] = drawn;
    return drawn;
  }

  affine(x: Quantity, scale: number, shift = 0): Quantity {
    if (x.kind === "number") return numberOf(shift + scale * x.value);
    if (scale === 0) return numberOf(shift);
    return {
      ...x,
      scale: scale * x.scale,
      shift: shift + scale * x.shift,
      form: x.form === null ? null : scaleForm(x.form, scale, shift),
      interval: affineInterval(x.interval, scale, shift),
    };
  }

  sum(terms: readonly Quantity[]): Quantity {
    const columns = terms.filter((term) => term.kind === "column");
    const shift = terms.reduce((sum, term) => (term.kind === "number" ? sum + term.value : sum), 0);
    const [first, ...rest] = columns;
    if (first === undefined) return numberOf(shift);
    const total = rest.reduce((sum, term) => this.#add(sum, term), first);
    if (total.scale === 0) return numberOf(total.shift + shift);
    const forms = columns.map((column) => column.form).filter((form) => form !== null);
    const result: Sampled = {
      ...total,
      shift: total.shift + shift,
      form: forms.length === columns.length ? addForms([...forms, constantForm(shift)]) : null,
      interval: addIntervals([...columns.map((column) => column.interval), point(shift)]),
    };
    if (result.form === null || !isConstant(result.form)) return result;
    const value = result.form.constant;
    this.program.check([result, ...columns], constancyCheck(result, value, columns), false);
    return numberOf(value);
  }

  product(factors: readonly Quantity[]): Quantity {
    return factors.reduce((product, factor) => this.#multiply(product, factor), numberOf(1));
  }

  square(x: Quantity): Quantity {
    if (x.kind === "number") return numberOf(x.value * x.value);
    const form = x.form === null ? null : multiplyForms(x.form, x.form);
    return this.#column("square", [x], (out) => squareKernel(x, out), form, squareInterval(x.interval));
  }

  quotient(a: Quantity, b: Quantity): Quantity {
    if (b.kind === "number") return this.affine(a, 1 / b.value);
    const interval = multiplyIntervals(a.kind === "number" ? point(a.value) : a.interval, reciprocalInterval(b.interval));
    const above = columnOf(a);
    return this.#column("divide", [above, b], (out) => divideKernel(above, b, out), null, interval);
  }

  power(base: Quantity, exponent: Quantity): Quantity {
    if (exponent.kind === "number") {
      if (base.kind === "number") return numberOf(base.value ** exponent.value);
      if (exponent.value === 0) return numberOf(1);
      if (exponent.value === 1) return base;
      if (exponent.value === 2) return this.square(base);
      if (exponent.value < 0) return this.quotient(numberOf(1), this.power(base, numberOf(-exponent.value)));
      if (exponent.value === 0.5) return this.elementary("sqrt", base);
      if (Number.isInteger(exponent.value) && exponent.value <= 64) return this.#wholePower(base, exponent.value);
    }
    const positive = (base.kind === "number" ? base.value : base.interval.low) >= 0;
    const inputs = [columnOf(base), columnOf(exponent)] as const;
    return this.#column("power", inputs, (out) => powerKernel(...inputs, out), null, positive ? POSITIVE : LINE);
  }

  elementary(name: ElementaryName, x: Quantity): Quantity {
    if (x.kind === "number") return numberOf(SAMPLED[name](x.value));
    return this.#column(name, [x], (out) => elementaryKernel(name, x, out), null, ELEMENTARY_INTERVALS[name](x.interval));
  }

  /** log Σ exp of the terms. */
  logSumExp(terms: readonly Quantity[]): Quantity {
    const columns = terms.map(columnOf);
    if (terms.every((term) => term.kind === "number")) {
      const out = new Float64Array(1);
      logSumExpKernel(columns, out)(1);
      return numberOf(out[0] ?? NaN);
    }
    const largest = terms
      .map((term) => (term.kind === "number" ? point(term.value) : term.interval))
      .reduce((most, { low, high }) => ({ low: Math.max(most.low, low), high: Math.max(most.high, high) }));
    return this.#column("logSumExp", columns, (out) => logSumExpKernel(columns, out), null, {
      low: largest.low,
      high: largest.high + Math.log(terms.length),
    });
  }

  #add(a: Sampled, b: Sampled): Sampled {
    if (a.buffer === b.buffer) return { ...a, scale: a.scale + b.scale, shift: a.shift + b.shift };
    return this.#column("add", [a, b], (out) => addKernel(a, b, out), null, LINE);
  }

  #multiply(a: Quantity, b: Quantity): Quantity {
    if (a.kind === "number") return this.affine(b, a.value);
    if (b.kind === "number") return this.affine(a, b.value);
    const form = a.form === null || b.form === null ? null : multiplyForms(a.form, b.form);
    return this.#column("multiply", [a, b], (out) => multiplyKernel(a, b, out), form, multiplyIntervals(a.interval, b.interval));
  }

  /** By repeated squaring; an even power is a square, and known to be positive. */
  #wholePower(base: Sampled, exponent: number): Quantity {
    if (exponent === 1) return base;
    if (exponent % 2 === 0) return this.square(this.#wholePower(base, exponent / 2));
    return this.#multiply(base, this.#wholePower(base, exponent - 1));
  }

  #column(
    name: PassName,
    inputs: readonly Column[],
    kernel: (out: Float64Array) => Kernel,
    form: Form | null,
    interval: Interval,
  ): Sampled {
    const key = `${name} ${inputs.map((input) => this.#keyOf(input)).join(" ")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const buffer = new Float64Array(BLOCK);
    const range = Number.isNaN(interval.low) || Number.isNaN(interval.high) ? LINE : interval;
    const result: Sampled = { kind: "column", buffer, scale: 1, shift: 0, form, interval: range };
    this.program.pass(name, inputs, buffer, kernel(buffer));
    this.#known.set(key, result);
    return result;
  }

  #keyOf({ buffer, scale, shift }: Column): string {
    const number = this.#numbers.get(buffer) ?? this.#numbers.size;
    this.#numbers.set(buffer, number);
    return `${number},${scale},${shift}`;
  }
}

/** A sum whose polynomial is constant has to be so at every sample, up to rounding of its parts. */
function constancyCheck(sum: Column, value: number, parts: readonly Column[]): Kernel {
  return (count) => {
    for (let i = 0; i < count; i++) {
      const size = parts.reduce((total, part) => total + Math.abs(sampleOf(part, i)), Math.abs(value));
      if (!(Math.abs(sampleOf(sum, i) - value) <= 1e-7 * size)) {
        throw new Undecidable("samples do not follow the polynomial that the term's structure gives: rounding is too coarse");
      }
    }
  };
}
