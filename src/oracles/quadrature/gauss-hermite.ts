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

/** Positive roots of the Hermite polynomials of degree 0, 1, …, as far as they were needed. */
const positiveRoots: number[][] = [[]];

/** Nodes are the roots of the order's Hermite polynomial, ascending; weights are 1 / (n · h(t)²) with the orthonormal polynomial h of degree n − 1. */
function build(order: number): HermiteRule {
  const roots = rootsOf(order);
  const nodes = Float64Array.from([...roots.map((root) => -root).reverse(), ...(order % 2 === 0 ? [] : [0]), ...roots]);
  return { nodes, weights: nodes.map((t) => 1 / (order * orthonormal(order - 1, t) ** 2)) };
}

/** Between neighbouring roots of one degree lies just one of the next, so none is missed. */
function rootsOf(order: number): readonly number[] {
  for (let degree = positiveRoots.length; degree <= order; degree++) {
    const before = positiveRoots[degree - 1] ?? [];
    const lows = degree % 2 === 0 ? [0, ...before] : before;
    positiveRoots.push(lows.map((low, index) => rootBetween(degree, low, lows[index + 1] ?? 2 * Math.sqrt(degree) + 1)));
  }
  return positiveRoots[order] ?? [];
}

/** Bisection until Newton's method is safe. */
function rootBetween(degree: number, from: number, to: number): number {
  let low = from;
  let high = to;
  const rising = orthonormal(degree, high) > 0;
  for (let step = 0; step < 7; step++) {
    const middle = (low + high) / 2;
    if (orthonormal(degree, middle) > 0 === rising) high = middle;
    else low = middle;
  }
  let root = (low + high) / 2;
  for (let step = 0; step < 5; step++) {
    root -= orthonormal(degree, root) / (Math.sqrt(degree) * orthonormal(degree - 1, root));
  }
  return root;
}

/** Hermite polynomial of unit norm under the standard normal: √(k+1) h_{k+1} = t h_k − √k h_{k-1}, and h_k' = √k h_{k-1}. */
function orthonormal(degree: number, t: number): number {
  let before = 0;
  let current = 1;
  let root = 0;
  for (let k = 1; k <= degree; k++) {
    const nextRoot = Math.sqrt(k);
    const next = (t * current - root * before) / nextRoot;
    before = current;
    current = next;
    root = nextRoot;
  }
  return current;
}
