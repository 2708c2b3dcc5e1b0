import type { Axes, Tensor } from "../tensor/index.js";

/** Which numbers something may be: data, so that tests draw from it and whoever reads numbers checks them. */
export type Domain =
  /** Any real number. What is promised of values and gradients (finite, accurate) holds up to this modulus. */
  | { readonly kind: "real"; readonly modulus: number }
  /** 0, 1, …, count − 1. */
  | { readonly kind: "whole"; readonly count: number }
  /**
   * Matrices with these axes, real, with 0 above the diagonal and positive numbers on it. What is promised holds up to this modulus of the logarithms on the
   * diagonal, where no entry exceeds the one on the diagonal of its row.
   */
  | { readonly kind: "lower triangular"; readonly row: string; readonly column: string; readonly modulus: number };

/** For people: `a whole number from 0 to 255`. */
export function domainText(domain: Domain): string {
  switch (domain.kind) {
    case "real":
      return "a real number";
    case "whole":
      return `a whole number from 0 to ${domain.count - 1}`;
    case "lower triangular":
      return "an entry of a lower triangular matrix with positive diagonal";
  }
}

/** Whether a value at a place, the positions along each axis by its name, is in the domain. */
export function isInDomain(domain: Domain, value: number, place: Readonly<Record<string, number>> = {}): boolean {
  switch (domain.kind) {
    case "real":
      return Number.isFinite(value);
    case "whole":
      return Number.isSafeInteger(value) && value >= 0 && value < domain.count;
    case "lower triangular": {
      const below = (place[domain.row] ?? NaN) - (place[domain.column] ?? NaN);
      return Number.isFinite(value) && (below > 0 || (below === 0 ? value > 0 : value === 0));
    }
  }
}

/**
 * Checks numbers that come from outside (data, a user's parameters) before a graph takes them.
 *
 * @throws RangeError naming the first value that is not in the domain, and its place
 */
export function checkDomain(name: string, { axes, values }: Tensor, domain: Domain): void {
  const found = values.findIndex((value, i) => !isInDomain(domain, value, placeOf(axes, i)));
  if (found === -1) return;
  const index = Object.entries(placeOf(axes, found)).map(([axis, position]) => `${axis} ${position}`);
  const where = index.length === 0 ? "" : ` at ${index.join(", ")}`;
  throw new RangeError(`${name}: ${values[found] ?? NaN}${where} is not ${domainText(domain)}`);
}

/** The positions of a value, by the names of the axes, in their order. */
function placeOf(axes: Axes, i: number): Readonly<Record<string, number>> {
  let rest = i;
  const reversed = axes.toReversed().map(({ name, size }) => {
    const position = rest % size;
    rest = Math.floor(rest / size);
    return [name, position] as const;
  });
  return Object.fromEntries(reversed.reverse());
}
