/** A command's result on stdout: one JSON document for programs, text for people. Logs and progress go to stderr. */
export function printResult(json: boolean | undefined, document: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(document, null, 2) : text()}\n`);
}
