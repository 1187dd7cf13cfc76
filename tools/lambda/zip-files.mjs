import { readFileSync, writeFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';

/** Names and sizes of what a zip holds. @param {string} zip @returns {Map<string, number>} */
export function zipContents(zip) {
  return new Map(Object.entries(unzipSync(readFileSync(zip))).map(([file, { length }]) => [file, length]));
}

/** A function of one file, for tests of the sandbox. @param {string} zip @param {string} source */
export function zipSource(zip, source) {
  writeFileSync(zip, zipSync({ 'index.mjs': new TextEncoder().encode(source) }));
  return zip;
}
