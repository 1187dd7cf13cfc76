/** One sheet for light and dark; the charts take their colours from the same variables. */
export const STYLE = `
:root {
  --paper: #fbfaf8; --card: #ffffff; --ink: #1c1d22; --muted: #63656f; --line: #e3e1dc; --faint: #c9c7c1;
  --first: #2f6fdb; --second: #d9742b; --hit: 47 111 219; --miss: 214 69 65;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131418; --card: #1c1e24; --ink: #ecebe7; --muted: #a0a2ac; --line: #31333c; --faint: #4b4e59;
    --first: #7aa7ff; --second: #f0a060; --hit: 90 140 235; --miss: 226 92 88;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0 1rem; color: var(--muted); max-width: 44rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin-top: 1.25rem; }
figure { margin: 0; }
svg { max-width: 100%; height: auto; display: block; }
small, code { font-size: .8rem; color: var(--muted); overflow-wrap: anywhere; }
ol { margin: 0; padding-left: 1.5rem; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 1rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem 1rem; display: grid; }
.tile span { color: var(--muted); font-size: .85rem; }
.tile strong { font-size: 1.7rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
thead th { color: var(--muted); font-weight: 500; }
tbody th { font-weight: 500; overflow-wrap: anywhere; max-width: 18rem; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.recipe td { text-align: left; overflow-wrap: anywhere; }
.recipe th { vertical-align: top; white-space: nowrap; color: var(--muted); }
.bars { width: 100%; }
.bars td { white-space: nowrap; }
.bar { display: inline-block; width: 5.5rem; height: .6rem; margin-right: .6rem; border-radius: 3px;
  background: linear-gradient(to right, var(--first) calc(var(--share) * 100%), var(--line) 0); }
.matrix td { min-width: 2.6rem; text-align: center; border: 2px solid var(--card); border-radius: 6px; }
.matrix .hit { background: rgb(var(--hit) / calc(var(--share) * .75)); }
.matrix .miss { background: rgb(var(--miss) / calc(var(--share) * 2)); }
.matrix i { color: var(--faint); font-style: normal; }
.matrix thead th { text-align: center; max-width: 7rem; overflow-wrap: anywhere; }
.matrix th { border-bottom: 0; }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.25rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; }
.mistake img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 8px; display: block; }
.mistake figcaption { font-size: .9rem; line-height: 1.35; margin: .4rem 0; }
.neighbours { display: grid; grid-template-columns: repeat(3, 1fr); gap: .4rem; }
.neighbours img { border-radius: 5px; }
.neighbours small { display: block; font-size: .7rem; line-height: 1.2; margin-top: .2rem; }
.neighbours .differs { color: rgb(var(--miss)); }
.absent { display: grid; place-items: center; aspect-ratio: 1; border: 1px dashed var(--faint); border-radius: 8px;
  font-size: .75rem; color: var(--muted); }
@media print { body { background: none; } section, .tile { break-inside: avoid; } }
`;
