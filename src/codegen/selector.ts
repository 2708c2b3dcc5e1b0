/** What of a document is to be compiled. */
export type Selector = { readonly kind: "label"; readonly label: string } | { readonly kind: "line"; readonly line: number };
