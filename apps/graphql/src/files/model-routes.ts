import { GraftError } from '@graft/core';
import express, { type Router } from 'express';
import type { App } from '../app.js';
import { findModel } from '../models/find-model.js';
import { heatMap } from './heat-map.js';
import { INVALID_URL, refuse } from './refuse.js';
import { verifyUrl } from './signed-url.js';

const KEPT = 'private, max-age=31536000, immutable';
/** The report brings its own styles and pictures; it has no script, and none could run. */
const REPORT_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** What can be looked at of a model, by signed URLs. */
export function modelRoutes(app: App): Router {
  const router = express.Router();
  router.get('/heat-maps/:model/:picture/:label', async (request, response) => {
    const { model, picture, label } = request.params;
    const allowed = await verifyUrl(app, 'GET', `/heat-maps/${model}/${picture}/${label}`, request.query);
    if (!allowed) return refuse(response, 403, 'URL_INVALID', INVALID_URL);
    const webp = await heatMap(app, model, picture, Number(label)).catch(absent);
    if (!webp) return refuse(response, 404, 'NOT_FOUND', 'The model or the picture is not there any more.');
    response.setHeader('cache-control', KEPT);
    response.type('image/webp').send(Buffer.from(webp));
  });
  router.get('/reports/:model', async (request, response) => {
    const allowed = await verifyUrl(app, 'GET', `/reports/${request.params.model}`, request.query);
    if (!allowed) return refuse(response, 403, 'URL_INVALID', INVALID_URL);
    const report = await readReport(app, request.params.model).catch(absent);
    if (!report) return refuse(response, 404, 'NOT_FOUND', 'This model has no report.');
    response.setHeader('content-security-policy', REPORT_POLICY);
    response.setHeader('cache-control', KEPT);
    response.type('text/html').send(Buffer.from(report));
  });
  return router;
}

async function readReport(app: App, modelId: string): Promise<Uint8Array> {
  const { storage_prefix: prefix } = await findModel(app, modelId);
  return app.storage.read(`${prefix}/report.html`);
}

/** Models and datasets may be deleted while somebody looks at them. */
function absent(error: unknown): undefined {
  if (error instanceof GraftError && /NOT_FOUND$/.test(error.code)) return undefined;
  throw error;
}
