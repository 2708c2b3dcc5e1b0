import type { Kind, NodeOf } from "../../graph/node.js";

/** Computes a node's values from its operands' values, all in row-major order; it keeps and changes none of them. */
export type Kernel = (...operands: Float64Array[]) => Float64Array;

/** Made once for a node: whatever depends on the axes alone is computed here. */
export type KernelOf<K extends Kind> = (node: NodeOf<K>) => Kernel;
