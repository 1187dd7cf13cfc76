import { BootstrapError, say } from './say.mjs';

/** @param {string} version Such as `20.19.0`. */
export function checkNodeVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new BootstrapError(
      `Node ${version} is too old: Graft needs 20.19 or later, 22 or 24. Install one of these and run the command again.`,
    );
  }
  if (![20, 22, 24].includes(major)) say(`Node ${version} is not tested with Graft; 20.19, 22 and 24 are.`);
}
