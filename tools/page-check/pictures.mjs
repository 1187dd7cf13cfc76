import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Small pictures in two folders, all different. @param {string} folder @param {number} count */
export async function drawPictures(folder, count) {
  for (const label of ['circles', 'squares']) mkdirSync(join(folder, label), { recursive: true });
  for (let i = 0; i < count; i++) {
    const label = i % 2 ? 'circles' : 'squares';
    const [x, y, hue] = [30 + ((i * 7) % 90), 30 + ((i * 13) % 90), (i * 47) % 360];
    const shape =
      i % 2
        ? `<circle cx="${x}" cy="${y}" r="25"`
        : `<rect x="${x - 20}" y="${y - 20}" width="42" height="42"`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160"><rect width="160" height="160" fill="hsl(${(hue + 150) % 360} 40% ${30 + (i % 50)}%)"/>${shape} fill="hsl(${hue} 80% 60%)"/><text y="150" fill="white">${i}</text></svg>`;
    writeFileSync(join(folder, label, `${i}.jpg`), await sharp(Buffer.from(svg)).jpeg().toBuffer());
  }
}
