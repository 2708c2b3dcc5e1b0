/** The look of a page: one column on a phone, light or dark as the reader's system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1c2128; --faint: #5f6b7a; --line: #dfe3e8;
  --series-1: #2563c9; --series-2: #d9541e; --series-3: #15803d; --series-4: #8b3fc4; --series-5: #a16207;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --card: #171c23; --ink: #e3e8ee; --faint: #93a0b0; --line: #2a323c;
    --series-1: #6ea8fe; --series-2: #ff9466; --series-3: #5cc98a; --series-4: #c79bf2; --series-5: #e0b04c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .9rem; }
h3 { font-size: .95rem; margin: 0; }
p { margin: 0; }
.faint, figcaption, .card p, dd.definition { color: var(--faint); font-size: .86rem; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); }
.results { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; margin: 0; min-width: 0; }
.value { font-size: 1.6rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.card img { display: block; width: 100%; height: auto; margin: .7rem 0 .6rem; border-radius: 4px; image-rendering: pixelated; }
.card img.drawing { image-rendering: auto; }
.card img[hidden] { display: none; }
.frames { display: flex; gap: .8rem; align-items: center; font-size: .86rem; color: var(--faint); margin-bottom: .4rem; }
.frames input { flex: 1; min-width: 0; accent-color: var(--series-1); }
.frames output { white-space: nowrap; font-variant-numeric: tabular-nums; }
.chart { margin-top: .6rem; min-height: 260px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.scroll { overflow-x: auto; padding: .4rem 1.1rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1.2rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 400; color: var(--faint); width: 14rem; }
td { font-variant-numeric: tabular-nums; }
code { font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; color: var(--faint); font-size: .86rem; }
.uplot { font-family: inherit; color: var(--ink); }
.u-legend { font-size: .82rem; margin: .3rem 0 0; text-align: left; }
.u-legend th, .u-legend td { border: 0; padding: .1rem .25rem; width: auto; color: var(--ink); }
.u-select { background: color-mix(in srgb, var(--ink) 12%, transparent); }
.u-cursor-pt { border-radius: 50%; }
.u-hz .u-cursor-x, .u-hz .u-cursor-y { border-color: var(--faint); }
`;
