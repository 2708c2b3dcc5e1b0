/** What tells variants of one emoji apart: how it is to be shown, skin tones, hair, gender signs, the direction faced, and the joiner before them. */
const VARIATION = /^(?:fe0f|1f3f[b-f]|1f9b[0-3]|2640|2642|27a1|200d)$/u;

const PERSON = "1f9d1";
const CHILD = "1f9d2";
const HEART = "2764";

/** Characters that show someone of one gender, or a pair, and what shows the same whoever it is. */
const ANYONE: ReadonlyMap<string, string> = new Map([
  ["1f468", PERSON],
  ["1f469", PERSON],
  ["1f471", PERSON], // blond
  ["1f9d4", PERSON], // bearded
  ["1f466", CHILD],
  ["1f467", CHILD],
  ["1f474", "1f9d3"],
  ["1f475", "1f9d3"],
  ["1f934", "1fac5"], // prince, person with crown
  ["1f478", "1fac5"],
  ["1f385", `${PERSON}-1f384`], // Santa
  ["1f936", `${PERSON}-1f384`],
  ["1f46b", `${PERSON}-1f91d-${PERSON}`], // holding hands
  ["1f46c", `${PERSON}-1f91d-${PERSON}`],
  ["1f46d", `${PERSON}-1f91d-${PERSON}`],
  ["1f48f", `${PERSON}-${HEART}-1f48b-${PERSON}`], // kiss
  ["1f491", `${PERSON}-${HEART}-${PERSON}`], // couple with heart
  ["1f46a", `${PERSON}-${PERSON}-${CHILD}`], // family
]);

/** The code points that all variants of an emoji share: `1f469-1f3fd-200d-1f680` (a woman astronaut) and `1f468-200d-1f680` give `1f9d1-1f680`. */
export function baseEmoji(codes: string): string {
  // What comes first is no variation of something before it: `2640-fe0f` is the sign itself.
  const base = codes.split("-").filter((point, index) => index === 0 || !VARIATION.test(point));
  return base.map((point) => ANYONE.get(point) ?? point).join("-");
}

/** Two pictures are near copies when their levels differ by at most so much in the mean: the faces of a clock do, no two animals. */
export const NEAR_LEVELS = 4;

export interface Picture {
  readonly codes: string;
  readonly pixels: Uint8Array;
}

/**
 * Puts together what must not be parted between training and test: the variants of an emoji, near copies, and what follows from them. Groups and
 * pictures stand in the order in which the pictures are given.
 */
export function groupKin<P extends Picture>(pictures: readonly P[]): readonly (readonly P[])[] {
  const parents = pictures.map((_, index) => index);
  const rootOf = (index: number): number => {
    const parent = parents[index] ?? index;
    return parent === index ? index : rootOf(parent);
  };
  const join = (a: number, b: number): void => {
    parents[rootOf(b)] = rootOf(a);
  };
  const firstOf = new Map<string, number>();
  for (const [index, { codes }] of pictures.entries()) {
    const base = baseEmoji(codes);
    const first = firstOf.get(base);
    if (first === undefined) firstOf.set(base, index);
    else join(first, index);
  }
  for (const [a, b] of nearPairs(pictures)) join(a, b);
  const groups = new Map<number, P[]>();
  for (const [index, picture] of pictures.entries()) {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [picture]);
    else group.push(picture);
  }
  return [...groups.values()];
}

/** The places of any two pictures that are near copies. Their levels' sums tell most pairs apart: those of near copies are as near. */
function* nearPairs(pictures: readonly Picture[]): Generator<readonly [number, number]> {
  const ordered = pictures
    .map(({ pixels }, index) => ({ index, pixels, sum: pixels.reduce((total, level) => total + level, 0) }))
    .sort((a, b) => a.sum - b.sum || a.index - b.index);
  for (const [place, one] of ordered.entries()) {
    const most = NEAR_LEVELS * one.pixels.length;
    for (let next = place + 1; next < ordered.length; next++) {
      const other = ordered[next];
      if (other === undefined || other.sum - one.sum > most) break;
      if (differenceUpTo(most, one.pixels, other.pixels) <= most) yield [one.index, other.index];
    }
  }
}

/** Σ |aᵢ − bᵢ|, or some number above `most` where the sum is. */
function differenceUpTo(most: number, a: Uint8Array, b: Uint8Array): number {
  let total = 0;
  for (let index = 0; index < a.length && total <= most; index++) total += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return total;
}
