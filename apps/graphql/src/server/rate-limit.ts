import type { RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { App } from '../app.js';

/** Per key, or per address where there is none; each server process counts for itself. */
export function rateLimit({ config }: Pick<App, 'config'>): RequestHandler {
  const limiter = new RateLimiterMemory({ points: config.limits.requestsPerMinute, duration: 60 });
  return async (request, response, next) => {
    // The public half of a key: it identifies the caller before the secret is checked.
    const key = /^Bearer +(graft_[0-9a-f]{12})_/i.exec(request.headers.authorization ?? '')?.[1];
    try {
      await limiter.consume(key ?? request.ip ?? 'unknown');
      next();
    } catch (refused) {
      const seconds = Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000);
      response.setHeader('retry-after', seconds);
      const message = `More than ${config.limits.requestsPerMinute} requests a minute. Try again in ${seconds} s.`;
      next(new GraphQLError(message, { extensions: { code: 'RATE_LIMITED', http: { status: 429 } } }));
    }
  };
}
