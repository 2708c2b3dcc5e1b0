/** How parameters are moved along their gradients. */
export type OptimizerSettings =
  | {
      readonly kind: "adam";
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** Decoupled from the gradient, as AdamW has it; 0 for none. */
      readonly weightDecay: number;
    }
  | {
      readonly kind: "sgd";
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
    };

/** How the learning rate goes from its full value on. */
export type Schedule =
  | { readonly kind: "constant" }
  /** To 0 at the end of training. */
  | { readonly kind: "linear" }
  /** To 0 at the end of training, along half a period of a cosine. */
  | { readonly kind: "cosine" }
  /** Multiplied by the factor after every so many steps. */
  | { readonly kind: "step"; readonly every: number; readonly factor: number }
  /** By the same factor at every step, to so much of it at the end of training. */
  | { readonly kind: "exponential"; readonly final: number };
