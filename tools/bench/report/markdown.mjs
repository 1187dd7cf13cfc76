import { SYSTEMS } from '../cases.mjs';
import { fitLine } from './summarize.mjs';

/** The tables of a result, one row per case and system, and the growth of case (f) as a line. */
export function markdown({ machine, cases }) {
  const { processor, cores, instructions, memoryGigabytes, system, node } = machine;
  const lines = [
    `${processor}, ${cores} cores (${instructions}), ${memoryGigabytes} GB, ${system}, Node ${node}.`,
    '',
    '| | System | Median | Fastest–slowest | Core time | Runs | Peak memory | Graft is faster |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
  ];
  for (const [id, { title, summary, systems, ratio, int8Ratio }] of Object.entries(cases)) {
    lines.push(`| **${id}** | **${title}** | | | | | | |`);
    for (const [name, { seconds, fastest, slowest, coreSeconds, peakMegabytes, p99 }] of Object.entries(
      summary,
    )) {
      const tail = p99 === undefined ? '' : ` (p99 ${duration(p99)})`;
      const int8 = int8Ratio?.[name] === undefined ? '' : ` (int8 ${int8Ratio[name].toFixed(2)}×)`;
      const times = ratio[name] === undefined ? '' : `${ratio[name].toFixed(2)}×${int8}`;
      const count = systems[name].length;
      lines.push(
        `| | ${SYSTEMS[name]} | ${duration(seconds)}${tail} | ${duration(fastest)}–${duration(slowest)} | ${duration(coreSeconds)} | ${count} | ${peakMegabytes} MB | ${times} |`,
      );
    }
    for (const [name, runs] of Object.entries(systems)) {
      const failed = runs.find(({ error }) => error);
      if (failed)
        lines.push(`| | ${SYSTEMS[name]} | failed: ${failed.error.replaceAll('|', '/')} | | | | | |`);
    }
  }
  return [...lines, ...growth(cases)].join('\n');
}

function growth(cases) {
  const sizes = Object.entries(cases).filter(([id]) => id.startsWith('f-'));
  if (sizes.length < 3) return [];
  const lines = [
    '',
    '| Case f | Start | Each picture | R² | Peak memory, smallest to largest |',
    '|---|---:|---:|---:|---|',
  ];
  for (const name of Object.keys(sizes[0][1].summary)) {
    const measured = sizes
      .filter(([, { summary }]) => summary[name])
      .map(([, { pictures, summary }]) => ({ pictures, ...summary[name] }))
      .sort((a, b) => a.pictures - b.pictures);
    const { start, each, r2 } = fitLine(measured);
    const memory = measured.map(({ peakMegabytes }) => `${peakMegabytes} MB`).join(', ');
    lines.push(
      `| ${SYSTEMS[name]} | ${duration(start)} | ${duration(each)} | ${r2.toFixed(4)} | ${memory} |`,
    );
  }
  return lines;
}

/** Three digits, in the unit that suits. */
export function duration(seconds) {
  if (Math.abs(seconds) >= 100) return `${Math.round(seconds)} s`;
  if (Math.abs(seconds) >= 1) return `${seconds.toPrecision(3)} s`;
  return `${(seconds * 1000).toPrecision(3)} ms`;
}
