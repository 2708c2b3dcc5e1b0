/**
 * A polynomial of degree at most two in the variates: constant + Σ linear[i] εᵢ + Σ quadratic[i][j] εᵢ εⱼ, with quadratic symmetric. Missing entries are
 * zero. Coefficients that cancel up to rounding are set to zero, so that a polynomial's degree can be read off.
 */
export interface Form {
  readonly constant: number;
  readonly linear: readonly number[];
  readonly quadratic: readonly (readonly number[])[];
}

/** A sum this much smaller than its parts is rounding: a few dozen units in the last place. */
const CANCELLED = 1e-14;

export function constantForm(constant: number): Form {
  return { constant, linear: [], quadratic: [] };
}

export function variableForm(dimension: number): Form {
  return { constant: 0, linear: unitRow(dimension, 1), quadratic: [] };
}

export function isConstant(form: Form): boolean {
  return isLinear(form) && form.linear.every((coefficient) => coefficient === 0);
}

export function isLinear(form: Form): boolean {
  return form.quadratic.every((row) => row.every((coefficient) => coefficient === 0));
}

export function scaleForm(form: Form, by: number, shift = 0): Form {
  return {
    constant: shift + by * form.constant,
    linear: form.linear.map((coefficient) => by * coefficient),
    quadratic: form.quadratic.map((row) => row.map((coefficient) => by * coefficient)),
  };
}

export function addForms(forms: readonly Form[]): Form {
  const dimensions = forms.reduce((most, form) => Math.max(most, dimensionsOf(form)), 0);
  const total = (entry: (form: Form) => number): number => {
    let sum = 0;
    let size = 0;
    for (const form of forms) {
      sum += entry(form);
      size += Math.abs(entry(form));
    }
    return Math.abs(sum) <= CANCELLED * size ? 0 : sum;
  };
  return {
    constant: total((form) => form.constant),
    linear: range(dimensions).map((i) => total((form) => form.linear[i] ?? 0)),
    quadratic: range(dimensions).map((i) => range(dimensions).map((j) => total((form) => quadraticOf(form, i, j)))),
  };
}

/** Null where the product's degree exceeds two. */
export function multiplyForms(a: Form, b: Form): Form | null {
  if (isConstant(a)) return scaleForm(b, a.constant);
  if (isConstant(b)) return scaleForm(a, b.constant);
  if (!isLinear(a) || !isLinear(b)) return null;
  const dimensions = Math.max(dimensionsOf(a), dimensionsOf(b));
  const product = (i: number, j: number): number =>
    ((a.linear[i] ?? 0) * (b.linear[j] ?? 0) + (a.linear[j] ?? 0) * (b.linear[i] ?? 0)) / 2;
  return {
    constant: a.constant * b.constant,
    linear: range(dimensions).map((i) => a.constant * (b.linear[i] ?? 0) + b.constant * (a.linear[i] ?? 0)),
    quadratic: range(dimensions).map((i) => range(dimensions).map((j) => product(i, j))),
  };
}

export function quadraticOf(form: Form, i: number, j: number): number {
  return form.quadratic[i]?.[j] ?? 0;
}

export function dimensionsOf(form: Form): number {
  return Math.max(form.linear.length, form.quadratic.length);
}

export function evaluateForm(form: Form, variates: readonly number[]): number {
  const value = (i: number): number => variates[i] ?? 0;
  const linear = form.linear.reduce((sum, coefficient, i) => sum + coefficient * value(i), form.constant);
  return form.quadratic.reduce(
    (sum, row, i) => row.reduce((inner, coefficient, j) => inner + coefficient * value(i) * value(j), sum),
    linear,
  );
}

export function range(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index);
}

function unitRow(at: number, value: number): number[] {
  return range(at + 1).map((i) => (i === at ? value : 0));
}
