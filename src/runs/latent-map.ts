/** Points of a plane by their classes. */
export interface LatentMap {
  /** Two coordinates a point. */
  readonly codes: Float32Array;
  /** The class of each point, an index into `classes`; all 0 where there are none. */
  readonly labels: Uint8Array;
  /** Names for the legend; one alone gets none. */
  readonly classes: readonly string[];
}

const SIDE = 480;
/** Below the map, for the figures. */
const FOOT = 24;
const COLOURS = ["#4e79a7", "#f28e2b", "#e15759", "#3fa39b", "#59a14f", "#d4ac0d", "#b07aa1", "#ff8fa3", "#9c755f", "#8a8f98"];

/** Of the points, this part at least is in view. */
const IN_VIEW = 0.995;

/**
 * A square of the plane around 0, as an SVG picture that is readable on light and on dark grounds: a dot a point, in the colour of its class.
 *
 * @throws RangeError unless there are two coordinates and a class for each label
 */
export function latentMap({ codes, labels, classes }: LatentMap): string {
  if (codes.length !== 2 * labels.length) throw new RangeError(`${codes.length} coordinates for ${labels.length} points`);
  const reach = reachOf(codes);
  const place = (value: number): string => ((value / reach + 1) * (SIDE / 2)).toFixed(1);
  const dots = classes.map(() => new Array<string>());
  for (const [point, label] of labels.entries()) {
    const [x = Number.NaN, y = Number.NaN] = codes.subarray(2 * point, 2 * point + 2);
    if (label >= classes.length) throw new RangeError(`a point is of class ${label}, of ${classes.length}`);
    if (Math.abs(x) <= reach && Math.abs(y) <= reach) dots[label]?.push(`M${place(x)} ${place(-y)}h0`);
  }
  const paths = dots.map((each, index) => `<path stroke="${colourOf(index)}" d="${each.join("")}"/>`);
  const unit = tickOf(reach);
  const ticks = Array.from({ length: 2 * Math.floor(reach / unit) + 1 }, (_, index) =>
    Number(((index - Math.floor(reach / unit)) * unit).toPrecision(6)),
  );
  const grid = ticks.map((tick) => `M${place(tick)} 0V${SIDE}M0 ${place(tick)}H${SIDE}`);
  const figures = ticks.map((tick) => `<text x="${place(tick)}" y="${SIDE + 18}" text-anchor="middle">${tick}</text>`);
  const legend = classes.length < 2 ? [] : classes.map(legendEntry);
  const width = classes.length < 2 ? SIDE : SIDE + 40 + 9 * Math.max(...classes.map((name) => name.length));
  const height = SIDE + FOOT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>text{font:16px system-ui,"DejaVu Sans",sans-serif;fill:#5f6b7a}.grid{stroke:#8a94a133}@media(prefers-color-scheme:dark){text{fill:#a6b1bf}}</style>
<path class="grid" fill="none" d="${grid.join("")}"/>
<g fill="none" stroke-width="3.2" stroke-linecap="round" stroke-opacity=".6">${paths.join("\n")}</g>
${figures.join("")}${legend.join("")}
</svg>
`;
}

function legendEntry(name: string, index: number): string {
  const y = 20 + index * 26;
  const escaped = name.replace(/&/gu, "&amp;").replace(/</gu, "&lt;");
  return `<circle cx="${SIDE + 15}" cy="${y}" r="6.5" fill="${colourOf(index)}"/><text x="${SIDE + 28}" y="${y + 5.5}">${escaped}</text>`;
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? "";
}

/** Half the side of the square that is shown. */
function reachOf(codes: Float32Array): number {
  const sizes = codes.map(Math.abs).sort();
  const reach = sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * IN_VIEW))] ?? 1;
  return Number.isFinite(reach) && reach > 0 ? reach * 1.05 : 1;
}

/** The distance of the lines: 1, 2 or 5 times a power of ten, for two to five lines on either side. */
function tickOf(reach: number): number {
  const power = 10 ** Math.floor(Math.log10(reach / 2));
  return [5, 2, 1].map((factor) => factor * power).find((unit) => reach / unit >= 2) ?? power;
}
