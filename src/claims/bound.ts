/** Runs with some entries of a map set, which are afterwards as they were. */
export function withEntries<V, R>(map: Map<string, V>, entries: readonly (readonly [string, V])[], run: () => R): R {
  const before = entries.map(([key]) => [key, map.get(key)] as const);
  for (const [key, value] of entries) map.set(key, value);
  try {
    return run();
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
  }
}
