import type { Tensor } from "../tensor/index.js";

/** Which numbers something may be: data, so that tests draw from it and whoever reads numbers checks them. */
export type Domain =
  /** Any real number. What is promised of values and gradients (finite, accurate) holds up to this modulus. */
  | { readonly kind: "real"; readonly modulus: number }
  /** 0, 1, …, count − 1. */
  | { readonly kind: "whole"; readonly count: number };

/** For people: `a whole number from 0 to 255`. */
export function domainText(domain: Domain): string {
  switch (domain.kind) {
    case "real":
      return "a real number";
    case "whole":
      return `a whole number from 0 to ${domain.count - 1}`;
  }
}

export function isInDomain(domain: Domain, value: number): boolean {
  switch (domain.kind) {
    case "real":
      return Number.isFinite(value);
    case "whole":
      return Number.isSafeInteger(value) && value >= 0 && value < domain.count;
  }
}

/**
 * Checks numbers that come from outside (data, a user's parameters) before a graph takes them.
 *
 * @throws RangeError naming the first value that is not in the domain, and its place
 */
export function checkDomain(name: string, { axes, values }: Tensor, domain: Domain): void {
  const place = values.findIndex((value) => !isInDomain(domain, value));
  if (place === -1) return;
  let rest = place;
  const index = axes.toReversed().map(({ name: axis, size }) => {
    const position = rest % size;
    rest = Math.floor(rest / size);
    return `${axis} ${position}`;
  });
  const where = index.length === 0 ? "" : ` at ${index.reverse().join(", ")}`;
  throw new RangeError(`${name}: ${values[place] ?? NaN}${where} is not ${domainText(domain)}`);
}
