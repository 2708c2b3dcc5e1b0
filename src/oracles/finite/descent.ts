/** Unnormalized entries of joint tables, by family. */
export type Entries = ReadonlyMap<string, readonly bigint[]>;

/** By what an entry is multiplied or divided in one move. */
const FACTORS = [4n, 2n] as const;

const LARGEST_ENTRY = 4096n;

/**
 * Changes one table entry after another for as long as that makes `slack` smaller: towards the model in which an inequality holds by least. Ends where the
 * slack is negative, where no single change helps, or after `rounds` over all entries. Entries where `slack` is null are not entered.
 */
export function descend(start: Entries, slack: (entries: Entries) => number | null, rounds: number): Entries {
  let entries = start;
  let least = slack(start) ?? Infinity;
  for (let round = 0; round < rounds && least >= 0; round += 1) {
    const before = least;
    for (const move of movesFrom(entries)) {
      const next = move(entries);
      const reached = next === null ? null : slack(next);
      if (next === null || reached === null || reached >= least) continue;
      [entries, least] = [next, reached];
      if (least < 0) return entries;
    }
    if (least === before) break;
  }
  return entries;
}

type Move = (entries: Entries) => Entries | null;

function movesFrom(start: Entries): readonly Move[] {
  return [...start].flatMap(([family, table]) =>
    table.flatMap((_, index) =>
      FACTORS.flatMap((factor) => [
        changed(family, index, (entry) => entry * factor),
        changed(family, index, (entry) => entry / factor),
      ]),
    ),
  );
}

function changed(family: string, index: number, change: (entry: bigint) => bigint): Move {
  return (entries) => {
    const table = entries.get(family) ?? [];
    const entry = change(table[index] ?? 0n);
    return entry < 1n || entry > LARGEST_ENTRY
      ? null
      : new Map([...entries, [family, table.map((old, i) => (i === index ? entry : old))]]);
  };
}
