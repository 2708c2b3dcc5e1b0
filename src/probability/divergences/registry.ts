import { axesText, namesOf, ShapeError } from "../../tensor/index.js";
import type { Axes, Node } from "../../tensor/index.js";
import { repeatOver } from "../distribution.js";
import type { Distribution } from "../distribution.js";
import { isOfFamily } from "../families.js";
import type { Families, FamilyName } from "../families.js";

/** KL(p ‖ q) in nats, over the batch axes of both. Its event axes are the same in both, and summed over. */
export type ClosedForm<P, Q> = (p: P, q: Q, event: readonly string[]) => Node;

/** Closed forms of divergences, at most one for each ordered pair of families. */
export class DivergenceRegistry {
  /** By the pair; null for distributions of other families. */
  readonly #forms = new Map<string, (...given: Parameters<ClosedForm<Distribution, Distribution>>) => Node | null>();

  /** For people: `KL(normal ‖ standardNormal)`, in the order in which they were registered. */
  get pairs(): readonly string[] {
    return [...this.#forms.keys()];
  }

  /** @throws Error when the pair has a closed form already */
  register<P extends FamilyName, Q extends FamilyName>(p: P, q: Q, form: ClosedForm<Families[P], Families[Q]>): this {
    const pair = pairText(p, q);
    if (this.#forms.has(pair)) throw new Error(`${pair} is registered twice; keep one closed form of it`);
    this.#forms.set(pair, (left, right, event) =>
      isOfFamily(left, p) && isOfFamily(right, q) ? form(left, right, event) : null,
    );
    return this;
  }

  /**
   * KL(p ‖ q): the mean of log p − log q under p, in nats, over the batch axes of both. The order matters.
   *
   * @throws Error when the pair has no closed form
   * @throws ShapeError when p and q are not over the same event axes
   */
  klDivergence(p: Distribution, q: Distribution): Node {
    const pair = pairText(p.name, q.name);
    if (sorted(p.eventAxes) !== sorted(q.eventAxes)) {
      throw new ShapeError(
        pair,
        `the event axes are (${axesText(p.eventAxes)}) and (${axesText(q.eventAxes)})`,
        "give both the same",
      );
    }
    const divergence = this.#forms.get(pair)?.(p, q, namesOf(p.eventAxes)) ?? null;
    if (divergence !== null) return repeatOver(divergence, [...p.batchAxes, ...q.batchAxes]);
    throw new Error(`${pair} has no closed form here; there are ${this.pairs.join(", ") || "none"}; sample it instead`);
  }
}

function sorted(axes: Axes): string {
  return axes
    .map((own) => axesText([own]))
    .sort()
    .join();
}

function pairText(p: string, q: string): string {
  return `KL(${p} ‖ ${q})`;
}
