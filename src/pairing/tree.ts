/** What a function is given: values of one kind, alone or in lists and maps, beside literals that stay as they are. */
export type Tree<Leaf> =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly items: readonly Tree<Leaf>[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [string, Tree<Leaf>])[] };

export function mapTree<A, B>(tree: Tree<A>, f: (leaf: A) => B): Tree<B> {
  switch (tree.kind) {
    case "leaf":
      return { kind: "leaf", leaf: f(tree.leaf) };
    case "literal":
      return tree;
    case "list":
      return { kind: "list", items: tree.items.map((item) => mapTree(item, f)) };
    case "record":
      return { kind: "record", entries: tree.entries.map(([key, value]) => [key, mapTree(value, f)] as const) };
  }
}

/** In the order in which they are written. */
export function leavesOf<Leaf>(tree: Tree<Leaf>): readonly Leaf[] {
  switch (tree.kind) {
    case "leaf":
      return [tree.leaf];
    case "literal":
      return [];
    case "list":
      return tree.items.flatMap(leavesOf);
    case "record":
      return tree.entries.flatMap(([, value]) => leavesOf(value));
  }
}
