/**
 * The 10-point Gauss rule and its 21-point Kronrod extension on [-1, 1] (Piessens, de Doncker, Überhuber, Kahaner: QUADPACK, 1983).
 * One row a pair of nodes ±x: node, Kronrod weight, Gauss weight (0 where the node is Kronrod's own).
 */
const ROWS: readonly (readonly [node: number, kronrod: number, gauss: number])[] = [
  [0.995657163025808080735527280689, 0.011694638867371874278064396062, 0],
  [0.973906528517171720077964012084, 0.03255816230796472747881897245939, 0.066671344308688137593568809893],
  [0.930157491355708226001207180059, 0.05475589657435199603138130024458, 0],
  [0.865063366688984510732096688423, 0.07503967481091995276704314091619, 0.149451349150580593145863396957],
  [0.780817726586416897063717578345, 0.093125454583697605535065465083366, 0],
  [0.679409568299024406234327365114, 0.109387158802297641899210590325805, 0.219086362515982043995534934228],
  [0.562757134668604683339000099272, 0.123491976262065851077958109585166, 0],
  [0.433395394129247190799265943165, 0.134709217311473325928054001771707, 0.269266719309996355091226921569],
  [0.294392862701460198131126603103, 0.142775938577060080797094273138717, 0],
  [0.14887433898163121088482600112972, 0.147739104901338491374841515972068, 0.295524224714752870173815619188],
];
const CENTRE_WEIGHT = 0.149445554002916905664936468389821;

/** What a rule saw of a function on one panel. */
export interface PanelSum {
  readonly value: number;
  /** Distance of the two orders: far above the Kronrod rule's own error where the function is smooth on the panel. */
  readonly difference: number;
  /** Integral of the modulus. */
  readonly size: number;
  /** Integral of the errors that the function states of its own values. */
  readonly noise: number;
}

/** A function that may state an error of its value: `error` is that of the latest call. */
export interface NoisyFunction {
  readonly value: (x: number) => number;
  readonly error: () => number;
}

export function gaussKronrod(f: NoisyFunction, low: number, high: number): PanelSum {
  const centre = (low + high) / 2;
  const half = (high - low) / 2;
  const middle = f.value(centre);
  let kronrod = CENTRE_WEIGHT * middle;
  let size = CENTRE_WEIGHT * Math.abs(middle);
  let noise = CENTRE_WEIGHT * f.error();
  let gauss = 0;
  for (const [node, weight, gaussWeight] of ROWS) {
    const left = f.value(centre - half * node);
    const leftError = f.error();
    const right = f.value(centre + half * node);
    kronrod += weight * (left + right);
    gauss += gaussWeight * (left + right);
    size += weight * (Math.abs(left) + Math.abs(right));
    noise += weight * (leftError + f.error());
  }
  return { value: half * kronrod, difference: half * Math.abs(kronrod - gauss), size: half * size, noise: half * noise };
}
