import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';
import { contentSecurityPolicy } from './content-security-policy.js';
import { landingPage } from './landing-page.js';

const web = dirname(createRequire(import.meta.url).resolve('@graft/web/package.json'));
const folder = join(web, 'dist', 'page');

/**
 * The page of `apps/web`: its files, and its one document under every address that is nothing else, because the page
 * itself knows its views. Where it has not been built, the start says how to use the API.
 */
export function pageRoutes(): Router {
  const routes = Router();
  routes.get('/api', landingPage);
  if (!existsSync(join(folder, 'index.html'))) return routes.get('/', landingPage);
  const document = readFileSync(join(folder, 'index.html'), 'utf8');
  routes.use(compression());
  // Their names change with their content.
  routes.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  routes.use('/assets', (_request, response) => void response.sendStatus(404));
  routes.get('/index.html', (_request, response) => response.redirect('/'));
  routes.use(express.static(folder, { index: false }));
  routes.get(/.*/, (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next();
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('content-security-policy', contentSecurityPolicy({ nonce }));
    response.setHeader('cache-control', 'no-cache');
    response.type('html').send(document.replaceAll('__NONCE__', nonce));
  });
  return routes;
}
