import { existsSync, readdirSync } from 'node:fs';
import { loadModel } from '@graft/core/predict';
import { fileStorage } from '@graft/core/storage';
import { s3Storage } from '@graft/storage-s3';
import { startFaultProxy, startS3 } from '@graft/testing/services';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildFunction } from './build-function.mjs';
import { trainSmallModel } from './model.mjs';
import { hasSandbox, startSandbox } from './sandbox.mjs';
import { zipContents } from './zip-files.mjs';

const ARCH = process.arch === 'arm64' ? 'arm64' : 'x64';

/** @type {import('./build-function.mjs').BuiltFunction} */
let built;
beforeAll(async () => {
  built = await buildFunction(ARCH);
});

describe('the zip', () => {
  test('is far smaller than Lambda allows', () => {
    expect(built.bytes.unzipped).toBeLessThan(90e6);
    expect(built.bytes.zipped).toBeLessThan(50e6);
  });

  test('holds what runs on one platform, and nothing else', () => {
    const files = [...zipContents(built.zip).keys()];
    const native = files.filter((file) => /[.](node|so[.\d]*|dylib|dll)$/.test(file));
    expect(native).toHaveLength(5);
    for (const file of native) expect(file).toMatch(new RegExp(`linux[-/]${ARCH}`));
    expect(
      files
        .filter((file) => /[.](map|ts|md|h|cc)$|@tensorflow|aws-lambda-ric/.test(file))
        .filter((file) => !/LICENSE|README/.test(file)),
    ).toEqual([]);
  });
});

describe.skipIf(!hasSandbox())(
  'under AWS’s runtime client (skipped where neither root nor a user namespace can be had)',
  () => {
    /** @type {Awaited<ReturnType<typeof startS3>>} */
    let s3;
    /** @type {Awaited<ReturnType<typeof startFaultProxy>>} */
    let proxy;
    /** @type {Awaited<ReturnType<typeof trainSmallModel>>} */
    let trained;
    /** @type {import('./sandbox.mjs').Sandbox | undefined} */
    let sandbox;

    beforeAll(async () => {
      [s3, trained] = await Promise.all([startS3(), trainSmallModel()]);
      proxy = await startFaultProxy(s3.endpoint);
      const [from, to] = [fileStorage(trained.folder), s3Storage(s3)];
      for (const key of await from.list()) {
        await to.write(key.startsWith('prefixes/') ? key : `models/emoji/1/${key}`, await from.read(key));
      }
    });
    afterEach(async () => {
      proxy.heal();
      await sandbox?.stop();
    });
    afterAll(async () => {
      await proxy?.stop();
      await s3?.stop();
      trained?.remove();
    });

    const start = async (
      /** @type {object} */ options = {},
      /** @type {Record<string, string>} */ env = {},
    ) => {
      sandbox = await startSandbox({
        zip: built.zip,
        env: { ...s3.env, GRAFT_MODEL: 's3://graft/models/emoji/1', POWERTOOLS_LOG_LEVEL: 'ERROR', ...env },
        ...options,
      });
      return sandbox;
    };

    test.each([
      [1769, 1],
      [3008, 2],
    ])('with %d MB it answers as the library does, to 1e-5', async (memoryMb, cores) => {
      const { invoke, peakBytes } = await start({ memoryMb, cores });
      const jpeg = await sharp(trained.pictures[1]).resize(500, 300).jpeg().toBuffer();
      const large = await sharp(trained.pictures[2]).resize(4000, 3000).jpeg().toBuffer();
      const library = await loadModel(trained.folder);
      for (const picture of [...trained.pictures.slice(0, 4), jpeg, large]) {
        const [expected] = await library.predict([picture]);
        const { body } = await invoke({ image: Buffer.from(picture).toString('base64') });
        expect(body.model).toMatchObject({ version: 'emoji:1', id: library.manifest.id });
        for (const { label, probability } of expected) {
          const ours = body.predictions.find((/** @type {{ label: string }} */ each) => each.label === label);
          expect(Math.abs(ours.probability - probability)).toBeLessThan(1e-5);
        }
      }
      library.dispose();
      expect(peakBytes()).toBeLessThan(memoryMb * 1024 ** 2);
    });

    test('it answers HTTP, and reports errors by their code', async () => {
      const { invoke } = await start();
      const image = Buffer.from(trained.pictures[0]).toString('base64');
      const http = (/** @type {object} */ change) => ({
        version: '2.0',
        rawPath: '/',
        headers: { 'content-type': 'image/png' },
        requestContext: { http: { method: 'POST', path: '/' } },
        isBase64Encoded: true,
        body: image,
        ...change,
      });
      const { body } = await invoke(http({}));
      expect(body.statusCode).toBe(200);
      expect(JSON.parse(body.body).predictions).toHaveLength(2);
      expect((await invoke(http({ body: 'AAAA' }))).body.statusCode).toBe(422);
      expect(await invoke({ image: 'AAAA' })).toMatchObject({ kind: 'error', errorType: 'IMAGE_FORMAT' });
      expect((await invoke(http({}))).body.statusCode).toBe(200);
    });

    test.each(
      /** @type {const} */ ([
        ['breaks off', { kind: 'truncated' }, 'STORAGE_TRUNCATED'],
        ['has a wrong byte', { kind: 'wrong-bytes' }, 'BUNDLE_CHANGED'],
        ['asks to slow down', { kind: 'error', status: 503, code: 'SlowDown' }, 'STORAGE_THROTTLED'],
      ]),
    )(
      'storage that %s at its start costs one answer, and leaves nothing behind',
      async (_name, fault, code) => {
        proxy.inject(fault, { matches: /prefixes/ });
        const { invoke, pid } = await start(
          {},
          { AWS_ENDPOINT_URL_S3: proxy.url, GRAFT_STORAGE_SECONDS: '0.5' },
        );
        const image = Buffer.from(trained.pictures[0]).toString('base64');
        expect(await invoke({ image })).toMatchObject({ kind: 'error', errorType: code });
        const cache = `/proc/${pid()}/root/tmp/graft`;
        expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
        proxy.heal();
        expect(await invoke({ image })).toMatchObject({
          kind: 'response',
          body: { model: { version: 'emoji:1' } },
        });
        const kept = () => readdirSync(cache).filter((file) => /^[0-9a-f]{64}$/.test(file));
        await expect.poll(() => kept().length).toBeGreaterThanOrEqual(4);
      },
    );

    test('a configuration that cannot work is named at its start', async () => {
      const { ready } = await start({}, { GRAFT_ALIAS_SECONDS: 'soon' });
      await expect(ready).rejects.toThrow(/ConfigError.*GRAFT_ALIAS_SECONDS/s);
    });
  },
);
