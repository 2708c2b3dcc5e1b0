/** What values a symbol may take, by declaration or by convention. */
export type Domain = "any" | "real" | "positive" | "unit" | "binary" | "discrete" | "natural";
