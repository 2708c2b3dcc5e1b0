import type { Tensor } from "@tensorflow/tfjs-core";
import type * as tfjs from "@tensorflow/tfjs-core";
import type { Kind, NodeOf } from "../../graph/node.js";

/** The library, given to every kernel: importing it is left to whoever opens an engine. */
export type Tfjs = typeof tfjs;

/** Computes a node's values from its operands' values, each a tensor with the sizes of its node's axes. Differentiable by the library itself. */
export type Kernel = (...operands: Tensor[]) => Tensor;

/** Made once for a node: whatever depends on the axes alone is computed here. Neither result nor operands are empty. */
export type KernelOf<K extends Kind> = (tf: Tfjs, node: NodeOf<K>) => Kernel;
