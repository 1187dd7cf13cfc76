import type { RequestHandler } from 'express';

/** Where a developer starts: how to ask, what there is. One page without any other origin, and without script. */
export const landingPage: RequestHandler = (request, response) => {
  const origin = `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  response.type('html').send(page(escapeHtml(origin)));
};

const page = (origin: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Graft</title>
<link rel="icon" href="data:,">
<h1>Graft</h1>
<p>The API is GraphQL at <code>${origin}/graphql</code>: queries and mutations by POST, subscriptions by WebSocket at the
same address (<code>graphql-transport-ws</code>) or as server-sent events at <code>/graphql/stream</code>.</p>
<pre>curl ${origin}/graphql -H 'content-type: application/json' \\
  -d '{ "query": "{ viewer { id scopes } backbones { name } }" }'</pre>
<ul>
  <li><a href="/schema.graphql">schema.graphql</a>, every field with its description</li>
  <li><a href="/health/ready">/health/ready</a>, <a href="/health/live">/health/live</a></li>
  <li><a href="/metrics">/metrics</a> for Prometheus</li>
</ul>
</html>
`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
