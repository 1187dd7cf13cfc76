import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchPicture } from './fetch-picture.js';
import { isPublicAddress } from './public-address.js';

const LIMITS = { maxBytes: 1000, timeoutMs: 2000 };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a picture is not fetched from', () => {
  test.each([
    'http://127.0.0.1/a.jpg',
    'http://127.1/a.jpg',
    'http://2130706433/a.jpg',
    'http://0x7f000001/a.jpg',
    'http://0.0.0.0/a.jpg',
    'http://[::1]/a.jpg',
    'http://[::ffff:127.0.0.1]/a.jpg',
    'http://[64:ff9b::7f00:1]/a.jpg',
    'http://[fe80::1]/a.jpg',
    'http://[fd00::1]/a.jpg',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/a.jpg',
    'http://172.16.0.1/a.jpg',
    'http://192.168.1.1/a.jpg',
    'http://100.64.0.1/a.jpg',
    'http://224.0.0.1/a.jpg',
  ])('the private address in %s', async (url) => {
    await expect(fetchPicture(url, LIMITS)).rejects.toMatchObject({ code: 'URL_PRIVATE' });
  });

  test('a name that resolves to a private address', async () => {
    await expect(fetchPicture('http://localhost:8080/a.jpg', LIMITS)).rejects.toMatchObject({
      code: 'URL_PRIVATE',
    });
  });

  test.each([
    'file:///etc/passwd',
    'ftp://example.com/a.jpg',
    'data:image/png;base64,AA',
    'a.jpg',
    'http://u:p@example.com/',
  ])('the address %s', async (url) => {
    await expect(fetchPicture(url, LIMITS)).rejects.toMatchObject({ code: 'URL_INVALID' });
  });
});

test('only global unicast addresses are public', () => {
  expect(isPublicAddress('93.184.216.34')).toBe(true);
  expect(isPublicAddress('2606:2800:220:1:248:1893:25c8:1946')).toBe(true);
  fc.assert(
    fc.property(fc.ipV4(), (address) => !(/^(127|10|0)\./.test(address) && isPublicAddress(address))),
  );
});

describe('what comes back is held to its limits', () => {
  const trusting = (url: string) => ({ ...LIMITS, trustedOrigins: [url] });

  test('bytes of a picture are given back', async () => {
    const url = await serverThat((_request, response) => {
      response.setHeader('content-type', 'image/png').end(Buffer.from([1, 2, 3]));
    });
    expect([...(await fetchPicture(url, trusting(url)))]).toEqual([1, 2, 3]);
  });

  test.each([
    'http://127.0.0.1:9/',
    'http://localhost:8080/',
    'http://169.254.169.254/',
    'file:///etc/passwd',
  ])('a redirect to %s is refused though the first address was allowed', async (location) => {
    const url = await serverThat((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    const code = location.startsWith('http') ? 'URL_PRIVATE' : 'URL_INVALID';
    await expect(fetchPicture(url, trusting(url))).rejects.toMatchObject({ code });
  });

  test('endless redirects end', async () => {
    const url = await serverThat((_request, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(fetchPicture(url, trusting(url))).rejects.toMatchObject({ code: 'URL_UNREACHABLE' });
  });

  test('an endless picture is cut off', async () => {
    const url = await serverThat((_request, response) => {
      response.setHeader('content-type', 'image/png');
      const timer = setInterval(() => response.write(Buffer.alloc(500)), 1);
      response.on('close', () => clearInterval(timer));
    });
    await expect(fetchPicture(url, trusting(url))).rejects.toMatchObject({ code: 'URL_TOO_LARGE' });
  });

  test('a server that never answers is given up', async () => {
    const url = await serverThat(() => {});
    const given = fetchPicture(url, { ...trusting(url), timeoutMs: 200 });
    await expect(given).rejects.toMatchObject({ code: 'URL_TIMEOUT' });
  });

  test('a page is no picture, an error is none either', async () => {
    const url = await serverThat((request, response) => {
      response.statusCode = request.url === '/missing' ? 404 : 200;
      response.setHeader('content-type', 'text/html').end('<html>');
    });
    await expect(fetchPicture(url, trusting(url))).rejects.toMatchObject({ code: 'URL_NO_PICTURE' });
    await expect(fetchPicture(`${url}/missing`, trusting(url))).rejects.toMatchObject({
      code: 'URL_UNREACHABLE',
    });
  });
});
