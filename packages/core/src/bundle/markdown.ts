export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** Text on one line that is nothing but text: names of folders cannot break a table or bring HTML and links with them. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*<>|[\]]/g, '\\$&');
}

/** `0.9903` as `99.0%`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}
