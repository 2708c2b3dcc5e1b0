/** Something that has no counterpart in the kernel's language, said so that people understand it. */
export class Unsupported extends Error {}

/** @throws Unsupported unless `condition` holds */
export function need(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new Unsupported(reason);
}
