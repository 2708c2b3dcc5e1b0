/** Nodes and weights for expectations under the standard normal: Σ w f(t) = E[f], exact for polynomials of degree below twice the order. */
export interface HermiteRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, HermiteRule>();

export function gaussHermite(order: number): HermiteRule {
  let rule = rules.get(order);
  if (rule === undefined) {
    rule = build(order);
    rules.set(order, rule);
  }
  return rule;
}

/**
 * Nodes are the roots of the order's Hermite polynomial, in ascending order: between neighbouring extrema (found as roots of lower orders by
 * interlacing) each root is bracketed, so bisection followed by Newton cannot miss one. Weights are 1 / (n · h_{n-1}(t)²) for orthonormal h.
 */
function build(order: number): HermiteRule {
  let roots: number[] = [];
  for (let degree = 1; degree <= order; degree++) {
    const edge = 2 * Math.sqrt(degree) + 1;
    let low = -edge;
    roots = [...roots, edge].map((high) => {
      const root = rootBetween(degree, low, high);
      low = high;
      return root;
    });
  }
  const nodes = Float64Array.from(roots);
  return { nodes, weights: nodes.map((t) => 1 / (order * orthonormal(order - 1, t) ** 2)) };
}

function rootBetween(degree: number, from: number, to: number): number {
  let low = from;
  let high = to;
  const rising = orthonormal(degree, high) > 0;
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (orthonormal(degree, middle) > 0 === rising) high = middle;
    else low = middle;
  }
  let root = (low + high) / 2;
  for (let step = 0; step < 8; step++) {
    root -= orthonormal(degree, root) / (Math.sqrt(degree) * orthonormal(degree - 1, root));
  }
  return root;
}

/** Hermite polynomial of unit norm under the standard normal: √(k+1) h_{k+1} = t h_k − √k h_{k-1}, and h_k' = √k h_{k-1}. */
function orthonormal(degree: number, t: number): number {
  let before = 0;
  let current = 1;
  for (let k = 0; k < degree; k++) {
    [before, current] = [current, (t * current - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
  }
  return current;
}
