// A GraphQL client is `fetch`.

/**
 * @param {string} url @param {string} query @param {Record<string, unknown>} [variables]
 * @returns {Promise<any>} the data; user errors of a mutation are thrown as well
 */
export async function ask(url, query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = /** @type {any} */ (await response.json());
  const problems = [
    ...(errors ?? []),
    ...Object.values(data ?? {}).flatMap((field) => field?.userErrors ?? []),
  ];
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return data;
}

/**
 * Server-sent events: what a subscription gives, until it ends.
 *
 * @param {string} url @param {string} query @param {Record<string, unknown>} [variables]
 * @returns {AsyncGenerator<any>}
 */
export async function* follow(url, query, variables) {
  const response = await fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  });
  if (!response.ok || !response.body) throw new Error(`The stream was refused: ${response.status}`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const message = text.slice(0, end);
      text = text.slice(end + 2);
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (!message.startsWith('event: next') || !data) continue;
      const { data: value, errors } = JSON.parse(data);
      if (errors) throw new Error(errors.map((/** @type {Error} */ { message: each }) => each).join('\n'));
      yield value;
    }
  }
}
