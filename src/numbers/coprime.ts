import { gcd } from "../kernel/rational.js";
import type { WorkMeter } from "./limits.js";

/** base^exponent, one factor of a whole number. */
export interface Factor {
  readonly base: bigint;
  readonly exponent: number;
}

const SMALL_PRIMES: readonly number[] = primesBelow(1000);
/** A number below this without a prime factor below 1000 is prime: the next prime is 1009. */
const PRIME_BELOW = 1009n ** 2n;
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function primesBelow(limit: number): number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** Roughly the word operations of one division or gcd of these sizes. */
function cost(a: bigint, b: bigint): number {
  const words = (n: bigint): number => 1 + n.toString(16).length / 16;
  return 16 + words(a) * words(b);
}

/** What trial division by the primes below 1000 finds in n ≥ 1, and what it leaves. */
function trialDivision(n: bigint, meter: WorkMeter): { readonly factors: Factor[]; readonly rest: bigint } {
  const factors: Factor[] = [];
  let large = n;
  let small = n <= SAFE ? Number(n) : 0;
  for (const prime of SMALL_PRIMES) {
    let exponent = 0;
    if (small > 0) {
      if (prime * prime > small) break;
      while (small % prime === 0) {
        small /= prime;
        exponent++;
      }
    } else {
      const divisor = BigInt(prime);
      meter.spend(1 + large.toString(16).length / 16);
      while (large % divisor === 0n) {
        meter.spend(1 + large.toString(16).length / 16);
        large /= divisor;
        exponent++;
      }
      if (exponent > 0 && large <= SAFE) small = Number(large);
    }
    if (exponent > 0) factors.push({ base: BigInt(prime), exponent });
  }
  return { factors, rest: small > 0 ? BigInt(small) : large };
}

/**
 * Splits whole numbers n ≥ 1 over one base of pairwise coprime numbers ≥ 2, by trial division with small primes and by gcd alone: nothing large is
 * factored. Each n is the product of its factors. No base is a k-th power for k in `powers`.
 *
 * @throws WorkLimitError
 */
export function splitOverCoprimeBase(
  numbers: Iterable<bigint>,
  powers: readonly number[],
  meter: WorkMeter,
): ReadonlyMap<bigint, readonly Factor[]> {
  const divided = new Map<bigint, { factors: Factor[]; rest: bigint }>();
  for (const n of numbers) if (!divided.has(n)) divided.set(n, trialDivision(n, meter));
  const rests = new Set<bigint>();
  for (const { rest } of divided.values()) if (rest > 1n) rests.add(rest);
  const base = coprimeBase(rests, meter).map((element) => withoutPowers(element, powers, meter));
  const result = new Map<bigint, readonly Factor[]>();
  for (const [n, { factors, rest }] of divided)
    result.set(n, rest === 1n ? factors : [...factors, ...express(rest, base, meter)]);
  return result;
}

/** Pairwise coprime numbers ≥ 2 of which every given number is a product of powers. */
export function coprimeBase(numbers: Iterable<bigint>, meter: WorkMeter): readonly bigint[] {
  const base: bigint[] = [];
  const waiting = [...numbers];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    insert(base, waiting, next, meter);
  }
  return base;
}

/**
 * Adds n to a coprime base. Where n meets an element b in g = gcd(b, n) > 1, b leaves and g, b/g, n/g wait to be added: the product of all numbers
 * in hand falls by the factor g each time, so this ends.
 */
function insert(base: bigint[], waiting: bigint[], n: bigint, meter: WorkMeter): void {
  if (n === 1n) return;
  for (const [index, element] of base.entries()) {
    if (element === n) return;
    meter.spend(cost(element, n));
    const common = gcd(element, n);
    if (common === 1n) continue;
    base.splice(index, 1);
    waiting.push(common, element / common, n / common);
    return;
  }
  base.push(n);
}

/** The smallest number of which n is a power with exponents out of products of `powers`. */
function withoutPowers(n: bigint, powers: readonly number[], meter: WorkMeter): bigint {
  let base = n;
  for (const k of powers) {
    // 1009 is the smallest prime left in a base, so a k-th power has more than 9k bits.
    while (base >= PRIME_BELOW && base.toString(2).length > 9 * k) {
      meter.spend(k + cost(base, base));
      const root = integerKthRoot(base, k);
      if (root ** BigInt(k) !== base) break;
      base = root;
    }
  }
  return base;
}

/** n ≥ 1 as a product over a coprime base that has one. */
function express(n: bigint, base: readonly bigint[], meter: WorkMeter): Factor[] {
  const factors: Factor[] = [];
  let rest = n;
  for (const element of base) {
    if (rest === 1n) break;
    let exponent = 0;
    meter.spend(cost(rest, element));
    while (rest % element === 0n) {
      meter.spend(cost(rest, element));
      rest /= element;
      exponent++;
    }
    if (exponent > 0) factors.push({ base: element, exponent });
  }
  return factors;
}

/** The largest r with r^k ≤ n, for n ≥ 0 and k ≥ 1: Newton's iteration from above. */
export function integerKthRoot(n: bigint, k: number): bigint {
  if (n < 2n || k === 1) return n;
  const degree = BigInt(k);
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / k));
  for (;;) {
    const next = ((degree - 1n) * root + n / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}
