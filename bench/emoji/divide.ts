import { hash128 } from "../../src/numbers/hash.js";

export interface Member {
  readonly codes: string;
  readonly category: string;
}

export interface Divided<M extends Member> {
  readonly train: readonly M[];
  readonly test: readonly M[];
}

/**
 * Parts groups between training and test: at most a tenth of each category is for test. Groups are asked in the order of the hash of their first
 * member's code points, and each goes to the test set where there is room for the whole of it. Members stay in order.
 */
export function divide<M extends Member>(groups: readonly (readonly M[])[]): Divided<M> {
  const members = groups.flat();
  const room = new Map<string, number>();
  for (const [category, count] of counts(members)) room.set(category, Math.floor(count / 10));
  const testing = new Set<M>();
  for (const group of ranked(groups)) {
    const needed = counts(group);
    if ([...needed].some(([category, count]) => count > (room.get(category) ?? 0))) continue;
    for (const [category, count] of needed) room.set(category, (room.get(category) ?? 0) - count);
    for (const member of group) testing.add(member);
  }
  return { train: members.filter((member) => !testing.has(member)), test: members.filter((member) => testing.has(member)) };
}

function ranked<M extends Member>(groups: readonly (readonly M[])[]): readonly (readonly M[])[] {
  const hashed = groups.map((group) => ({ group, hash: hash128(group[0]?.codes ?? "") }));
  hashed.sort((a, b) => (a.hash[0] ?? 0) - (b.hash[0] ?? 0) || (a.hash[1] ?? 0) - (b.hash[1] ?? 0));
  return hashed.map(({ group }) => group);
}

/** How many members each category has. */
export function counts(members: readonly Member[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { category } of members) found.set(category, (found.get(category) ?? 0) + 1);
  return found;
}
