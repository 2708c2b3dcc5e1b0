import { gcd } from "./rational.js";
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

/** Whether n is a prime below 1009². */
export function isSmallPrime(n: bigint): boolean {
  if (n < 2n || n >= PRIME_BELOW) return false;
  const value = Number(n);
  return SMALL_PRIMES.every((p) => p * p > value || value % p !== 0);
}

function primesBelow(limit: number): number[] {
  const found: number[] = [];
  for (let n = 2; n < limit; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

function words(n: bigint): number {
  return 1 + n.toString(16).length / 16;
}

/** Word operations of a division, and of a gcd, which is a chain of divisions. */
const divisionCost = (a: bigint, b: bigint): number => 1 + words(a) * words(b);
const gcdCost = (a: bigint, b: bigint): number => 16 + 4 * words(a) * words(b);

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
      meter.spend(words(large));
      while (large % divisor === 0n) {
        meter.spend(words(large));
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
  const base = new Set(coprimeBase(rests, meter).map((element) => withoutPowers(element, powers, meter)));
  const result = new Map<bigint, readonly Factor[]>();
  for (const [n, { factors, rest }] of divided)
    result.set(n, rest === 1n ? factors : [...factors, ...express(rest, base, meter)]);
  return result;
}

/** Pairwise coprime numbers ≥ 2 of which every given number is a product of powers. @throws WorkLimitError */
export function coprimeBase(numbers: Iterable<bigint>, meter: WorkMeter): readonly bigint[] {
  const base = new Set<bigint>();
  const waiting = [...numbers];
  let product = 1n;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === 1n || base.has(next)) continue;
    meter.spend(divisionCost(product, next) + gcdCost(next, next));
    const meets = gcd(next, product % next) === 1n ? null : firstMeeting(base, next, meter);
    if (meets === null) {
      base.add(next);
      product *= next;
    } else {
      // The product of all numbers in hand falls by the factor `common`, so this ends.
      const { element, common } = meets;
      base.delete(element);
      product /= element;
      waiting.push(common, element / common, next / common);
    }
  }
  return [...base];
}

/** An element that is not coprime to n, with their greatest common divisor. */
function firstMeeting(
  base: ReadonlySet<bigint>,
  n: bigint,
  meter: WorkMeter,
): { readonly element: bigint; readonly common: bigint } | null {
  for (const element of base) {
    meter.spend(gcdCost(element, n));
    const common = gcd(element, n);
    if (common !== 1n) return { element, common };
  }
  return null;
}

/** The smallest number of which n is a power with exponents out of products of `powers`. */
function withoutPowers(n: bigint, powers: readonly number[], meter: WorkMeter): bigint {
  let base = n;
  for (const k of powers) {
    // 1009 is the smallest prime left in a base, so a k-th power has more than 9k bits.
    while (base >= PRIME_BELOW && base.toString(2).length > 9 * k) {
      meter.spend(k * gcdCost(base, base));
      const root = integerKthRoot(base, k);
      if (root ** BigInt(k) !== base) break;
      base = root;
    }
  }
  return base;
}

/** n ≥ 1 as a product over a coprime base that has one. */
function express(n: bigint, base: ReadonlySet<bigint>, meter: WorkMeter): readonly Factor[] {
  if (base.has(n)) return [{ base: n, exponent: 1 }];
  const factors: Factor[] = [];
  let rest = n;
  for (const element of base) {
    if (rest === 1n) break;
    let exponent = 0;
    meter.spend(divisionCost(rest, element));
    while (rest % element === 0n) {
      meter.spend(divisionCost(rest, element));
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
