/**
 * What the page does in a browser, after uPlot was loaded: draws the curves of the element `curves`, and lets a slider choose among the frames of a picture.
 * Of each series the highest and the lowest 25th of what is in view may lie outside of the frame, as losses fall from far above.
 */
export const SCRIPT = `
"use strict";
const charts = JSON.parse(document.getElementById("curves").textContent);
const plots = [];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const figure = (value) => {
  if (value === null || value === undefined) return "–";
  if (Math.abs(value) < 0.01 || Math.abs(value) >= 1e7) return String(Number(value.toPrecision(4)));
  return value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
};
function frameOf(plot) {
  const [first = 0, last = Infinity] = plot.series[0].idxs ?? [];
  let [bottom, top] = [Infinity, -Infinity];
  plot.data.slice(1).forEach((values, s) => {
    const shown = values.slice(first, last + 1).filter((value) => value !== null);
    if (!plot.series[s + 1].show || shown.length === 0) return;
    shown.sort((a, b) => a - b);
    const cut = Math.floor(shown.length / 25);
    bottom = Math.min(bottom, shown[cut]);
    top = Math.max(top, shown[shown.length - 1 - cut]);
  });
  if (bottom > top) return [0, 1];
  const room = (top - bottom) * 0.06 || Math.abs(top) * 0.06 || 1;
  return [bottom - room, top + room];
}
function draw(element, chart) {
  const axis = { stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
  const isDense = (i) => chart.data[i + 1].filter((value) => value !== null).length > 60;
  return new uPlot(
    {
      width: element.clientWidth,
      height: 230,
      scales: { x: { time: false }, y: { range: (plot) => frameOf(plot) } },
      axes: [
        { ...axis, space: 70, values: (plot, ticks) => ticks.map(figure) },
        { ...axis, size: 56, values: (plot, ticks) => ticks.map(figure) },
      ],
      series: [
        { label: "step", value: (plot, value) => figure(value) },
        ...chart.labels.map((label, i) => ({
          label,
          stroke: colour("--series-" + ((i % 5) + 1)),
          width: isDense(i) ? 1 : 2,
          spanGaps: true,
          points: { show: !isDense(i), size: 5 },
          value: (plot, value) => figure(value),
        })),
      ],
    },
    chart.data,
    element,
  );
}
function drawAll() {
  for (const plot of plots.splice(0)) plot.destroy();
  charts.forEach((chart, i) => plots.push(draw(document.getElementById("chart-" + i), chart)));
}
drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("resize", () => {
  plots.forEach((plot, i) => plot.setSize({ width: document.getElementById("chart-" + i).clientWidth, height: 230 }));
});
for (const frames of document.querySelectorAll(".frames")) {
  const images = frames.parentElement.querySelectorAll("img");
  const slider = frames.querySelector("input");
  frames.hidden = false;
  slider.addEventListener("input", () => {
    images.forEach((image, i) => (image.hidden = i !== slider.valueAsNumber));
    frames.querySelector("output").textContent = images[slider.valueAsNumber].dataset.label;
  });
}
`;
