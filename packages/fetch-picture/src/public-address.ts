import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ImageUrlError } from './image-url-error.js';

/**
 * Whether an address belongs to the public internet. Everything else (loopback, private and link-local networks, cloud
 * metadata, multicast, IPv4 hidden in IPv6) is somebody's inside.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` unwraps IPv4 that is mapped into IPv6.
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * A DNS lookup for sockets that refuses names of private addresses. It runs when the connection is made, so a name that
 * changes its address between a check and the connection gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const inside = addresses.find(({ address }) => !isPublicAddress(address));
    if (inside || addresses.length === 0) return callback(refused(hostname), '');
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};

/** Addresses written as such are never looked up. @throws ImageUrlError `URL_PRIVATE`. */
export function refusePrivateLiteral(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublicAddress(host)) throw refused(url.hostname);
}

function refused(host: string): ImageUrlError {
  return new ImageUrlError(
    'URL_PRIVATE',
    `${host} is no public address. Send the picture itself, as base64 or as an upload.`,
  );
}
