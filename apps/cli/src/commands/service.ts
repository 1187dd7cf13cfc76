import { describeConfig } from '@graft/graphql/config';

/** Every variable that the service reads, for `--help`. */
export function configHelp(): string {
  const rows = describeConfig();
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const lines = rows.map(
    ({ name, description, default: fallback }) =>
      `  ${name.padEnd(width)}${description}${fallback === undefined ? '' : ` (${fallback})`}`,
  );
  return `\nEnvironment:\n${lines.join('\n')}`;
}

/** Resolves after the first SIGTERM or SIGINT, when everything has been stopped; a second one ends the process at once. */
export function untilStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = () => {
      if (stopping) process.exit(130);
      stopping = true;
      process.stderr.write('Stopping; once more to stop at once.\n');
      stop().then(resolve, reject);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
