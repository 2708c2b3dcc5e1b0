import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { isObject } from "../json.js";
import type { Json, JsonObject } from "../json.js";
import type { MetricRecord } from "../metrics.js";
import { aligned, chartsOf, thinned } from "./charts.js";
import type { Chart } from "./charts.js";
import { escapeHtml, jsonForScript } from "./escape.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";

/** What stands on the page of a run. All texts are plain. */
export interface RunPage {
  readonly title: string;
  /** One line: how far it is, where it ran. */
  readonly status: string;
  /** The command that repeats it. */
  readonly command: string;
  readonly results: readonly Result[];
  readonly pictures: readonly Picture[];
  readonly metrics: readonly MetricRecord[];
  readonly configuration: JsonObject;
}

export interface Result {
  readonly name: string;
  /** With its unit: `105.6 nats`. */
  readonly value: string;
  /** What was measured, on which split, with which binarization, from how many samples. */
  readonly definition: string;
}

/** A picture, or the same picture at several times, the last of which is shown at first. */
export interface Picture {
  readonly title: string;
  readonly caption: string;
  readonly frames: readonly Frame[];
}

export interface Frame {
  /** When: `epoch 3`. */
  readonly label: string;
  readonly image: { readonly png: Uint8Array } | { readonly svg: string };
}

/** How many points of a series are drawn at most. */
const POINTS = 1500;

const require = createRequire(import.meta.url);

/** The page as one file that needs no other and no network. The same content gives the same text. */
export async function pageOf({ title, status, command, results, pictures, metrics, configuration }: RunPage): Promise<string> {
  const plotter = await Promise.all(["LICENSE", "dist/uPlot.iife.min.js", "dist/uPlot.min.css"].map(partOfPlotter));
  const [licence = "", library = "", look = ""] = plotter;
  const script = `/*! uPlot\n${licence}*/\n${library}\n${SCRIPT}`.replace(/<\/(?=script)/giu, "<\\/");
  // One value is no course: it stands among the results.
  const charts = chartsOf(metrics).filter(({ series }) => series.some(({ points }) => points.length > 1));
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${digestOf(script)}'`;
  const section = (heading: string, count: number, content: string): string =>
    count === 0 ? "" : `<section>\n<h2>${heading}</h2>\n${content}\n</section>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${look}${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="faint">${escapeHtml(status)}</p>
${section("Results", results.length, `<div class="grid results">${results.map(resultHtml).join("\n")}</div>`)}
${section("Pictures", pictures.length, `<div class="grid">${pictures.map(pictureHtml).join("\n")}</div>`)}
${section("Curves", charts.length, curvesHtml(charts))}
${section("Configuration", 1, configurationHtml(configuration))}
<footer>Written by qedmark. The same again: <code>${escapeHtml(command)}</code></footer>
</main>
<script type="application/json" id="curves">${jsonForScript(charts.map(plotOf))}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function partOfPlotter(path: string): Promise<string> {
  return await readFile(require.resolve(`uplot/${path}`), "utf8");
}

function digestOf(script: string): string {
  return `sha256-${createHash("sha256").update(script).digest("base64")}`;
}

function resultHtml({ name, value, definition }: Result): string {
  return `<div class="card"><h3>${escapeHtml(name)}</h3><div class="value">${escapeHtml(value)}</div><p>${escapeHtml(definition)}</p></div>`;
}

function pictureHtml({ title, caption, frames }: Picture): string {
  const last = frames.length - 1;
  const images = frames.map(({ label, image }, index) => {
    const [type, bytes] = "png" in image ? ["png", image.png] : ["svg+xml", image.svg];
    const kind = type === "png" ? "" : ' class="drawing"';
    const source = `data:image/${type};base64,${Buffer.from(bytes).toString("base64")}`;
    const alternative = escapeHtml(`${title}, ${label}`);
    return `<img${kind} alt="${alternative}" data-label="${escapeHtml(label)}"${index === last ? "" : " hidden"} src="${source}">`;
  });
  const shown = escapeHtml(frames[last]?.label ?? "");
  const slider = `<input type="range" min="0" max="${last}" value="${last}" aria-label="${escapeHtml(title)}: which">`;
  const chooser = last > 0 ? `<div class="frames" hidden>${slider}<output>${shown}</output></div>` : "";
  return `<figure class="card"><h3>${escapeHtml(title)}</h3>${images.join("")}${chooser}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function curvesHtml(charts: readonly Chart[]): string {
  const cards = charts.map(
    ({ quantity, of }, index) =>
      `<div class="card"><h3>${escapeHtml(quantity)}</h3><p>${escapeHtml(of)}</p><div class="chart" id="chart-${index}"></div></div>`,
  );
  const rows = charts.flatMap(({ quantity, of, series }) =>
    series.map(({ label, points }) => {
      const what = [label === quantity ? "" : label, of].filter((part) => part !== "").join(", ");
      const [step, value] = points.at(-1) ?? [];
      return [quantity, what, String(step), String(value)].map((cell) => `<td>${escapeHtml(cell)}</td>`).join("");
    }),
  );
  const table = `<table><thead><tr><th>quantity</th><th>of</th><th>step</th><th>last value</th></tr></thead><tbody>${rows.map((row) => `<tr>${row}</tr>`).join("\n")}</tbody></table>`;
  return `<p class="faint">Over the steps of the training. Drag to look closer, click twice for all.</p>
<div class="grid" style="margin-top:.8rem">${cards.join("\n")}</div>
<noscript><div class="card scroll">${table}</div></noscript>`;
}

interface Plot {
  readonly labels: readonly string[];
  readonly data: readonly [steps: readonly number[], ...values: readonly (number | null)[][]];
}

function plotOf({ series }: Chart): Plot {
  return {
    labels: series.map(({ label }) => label),
    data: aligned(
      series.map(({ points }) => thinned(points, POINTS).map(([step, value]) => [step, Number(value.toPrecision(6))] as const)),
    ),
  };
}

function configurationHtml(configuration: JsonObject): string {
  const rows = flattened(configuration, "").map(
    ([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<div class="card scroll"><table><tbody>${rows.join("\n")}</tbody></table></div>`;
}

/** Every value with the path to it: `optimizer.learningRate`, `0.001`. */
function flattened(value: Json, path: string): readonly (readonly [string, string])[] {
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, inner]) => flattened(inner, path === "" ? name : `${path}.${name}`));
  }
  return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
}
