import { SYSTEMS } from '../cases.mjs';
import { duration } from './markdown.mjs';

const WIDTH = 760;
const LABEL = 220;
const BAR = 400;
const ROW = 20;
const COLOURS = { graft: '#0b7a75', roofline: '#b8b8b8' };

/** A bar per system, as long as its median time beside the slowest of its case; shorter is faster. */
export function chart({ cases }) {
  const parts = [];
  let y = 10;
  for (const [id, { title, summary }] of Object.entries(cases)) {
    const rows = Object.entries(summary).sort(([, a], [, b]) => a.seconds - b.seconds);
    const slowest = Math.max(...rows.map(([, { seconds }]) => seconds));
    y += ROW;
    parts.push(`<text x="10" y="${y}" font-weight="bold">${escapeXml(`${id}: ${title}`)}</text>`);
    for (const [name, { seconds }] of rows) {
      y += ROW;
      const width = Math.max(1, (BAR * seconds) / slowest).toFixed(1);
      parts.push(
        `<text x="${LABEL - 8}" y="${y}" text-anchor="end">${escapeXml(SYSTEMS[name])}</text>`,
        `<rect x="${LABEL}" y="${y - 12}" width="${width}" height="14" fill="${COLOURS[name] ?? '#7f8fa6'}"/>`,
        `<text x="${LABEL + Number(width) + 6}" y="${y}">${duration(seconds)}</text>`,
      );
    }
    y += ROW / 2;
  }
  const height = y + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Median time of each system; shorter is faster</title>',
    `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function escapeXml(text) {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);
}
