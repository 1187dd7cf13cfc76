import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { nodeModules, tfjsNode } from './paths.mjs';
import { lastLines, run } from './run.mjs';
import { timed } from './say.mjs';

const REACHABLE_WITHIN_MS = 5_000;
const INSTALL_WITHIN_MS = 15 * 60_000;

/**
 * tfjs-node's own installer: downloads libtensorflow and a prebuilt binding. Honours its `TFJS_NODE_CDN_STORAGE` and
 * `TFJS_NODE_BASE_URI`. It waits for ever on a host that does not answer, so the host is asked first.
 *
 * @throws {Error} It did not work; the message says why.
 */
export async function runOfficialInstaller() {
  const address = downloadAddress();
  const unreachable = await whyUnreachable(address);
  if (unreachable) throw new Error(`${new URL(address).host} cannot be reached (${unreachable})`);
  await timed('installing TensorFlow with the official tfjs-node installer', async () => {
    // `download`: never trust a library that an interrupted run left behind.
    const { ok, output } = await run(process.execPath, [join('scripts', 'install.js'), 'cpu', 'download'], {
      cwd: tfjsNode,
      // The installer calls node-pre-gyp by its bare name, as npm would let it.
      env: { PATH: `${join(nodeModules, '.bin')}${delimiter}${process.env.PATH}` },
      timeoutMs: INSTALL_WITHIN_MS,
    });
    const firstError = output.split('\n').find((line) => /error/i.test(line));
    if (!ok) throw new Error(firstError?.trim() ?? lastLines(output));
  });
}

function downloadAddress() {
  const { env } = process;
  const storage =
    env.TFJS_NODE_CDN_STORAGE ||
    env.npm_config_TFJS_NODE_CDN_STORAGE ||
    env.CDN_STORAGE ||
    'https://storage.googleapis.com/';
  return env.TFJS_NODE_BASE_URI || env.npm_config_TFJS_NODE_BASE_URI || storage;
}

/** Any HTTP answer will do. @param {string} address @returns {Promise<string | undefined>} */
function whyUnreachable(address) {
  return new Promise((resolve) => {
    const get = address.startsWith('https') ? httpsGet : httpGet;
    const request = get(address, { agent: proxyAgent(), timeout: REACHABLE_WITHIN_MS }, (response) => {
      response.destroy();
      resolve(undefined);
    });
    request.on('timeout', () =>
      request.destroy(new Error(`no answer within ${REACHABLE_WITHIN_MS / 1000} s`)),
    );
    request.on('error', (error) => resolve(error.message));
  });
}

/** The installer goes through a proxy by this package, so the question must too. */
function proxyAgent() {
  const { env } = process;
  const proxy = env.HTTPS_PROXY || env.https_proxy || env.HTTP_PROXY || env.http_proxy;
  if (!proxy) return undefined;
  return new (createRequire(join(tfjsNode, 'package.json'))('https-proxy-agent'))(proxy);
}
