/** What is filled in. */
export interface SnippetFacts {
  /** `name:version` or `name@alias`, as the API takes it. */
  readonly ref: string;
  /** Of this version: the folder in its download. */
  readonly folder: string;
  readonly labels: readonly string[];
  /** The page's own. */
  readonly origin: string;
  /** Whether the server asks for one. */
  readonly needsKey: boolean;
  /** Where the function finds the model. */
  readonly place: string;
}

/** Code that asks one model, by the way in which it does. */
export function snippets({ ref, folder, labels, origin, needsKey, place }: SnippetFacts) {
  const query = `mutation ($input: PredictInput!) {
  predict(input: $input) {
    predictions { label labels { label probability } error { message } }
    userErrors { message }
  }
}`;
  const oneOf = labels.map((label) => JSON.stringify(label)).join(', ');
  const shown = oneOf.length > MAX_LABELS ? `one of ${labels.length} labels` : `one of ${oneOf}`;
  return {
    library: `import { loadModel } from '@graft/core/predict';

const model = await loadModel('${folder}');
const [labels] = await model.predict(['photo.jpg'], { topK: 3 });
console.log(labels[0].label, labels[0].probability); // ${shown}`,

    curl: `printf '{"query":"%s","variables":{"input":{"model":"${ref}","images":[{"base64":"%s"}]}}}' \\
  '${query.replace(/\s+/g, ' ')}' \\
  "$(base64 < photo.jpg | tr -d '\\n')" |
  curl --silent '${origin}/graphql' \\
    --header 'content-type: application/json' \\${needsKey ? '\n    --header "authorization: Bearer $GRAFT_KEY" \\' : ''}
    --data-binary @-`,

    typescript: `import { readFile } from 'node:fs/promises';

const query = \`${query}\`;
const images = [{ base64: await readFile('photo.jpg', 'base64') }];
const response = await fetch('${origin}/graphql', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',${needsKey ? `\n    authorization: \`Bearer \${process.env.GRAFT_KEY}\`,` : ''}
  },
  body: JSON.stringify({ query, variables: { input: { model: '${ref}', images } } }),
});
const { data } = await response.json();
console.log(data.predict.predictions[0].label); // ${shown}`,

    lambda: `# the function's setting
GRAFT_MODEL='${place}'

# a picture to its URL
curl --silent "$FUNCTION_URL" --header 'content-type: image/jpeg' --data-binary @photo.jpg`,

    commandLine: `npm run graft -- predict ${folder} photo.jpg`,
  };
}

/** Characters of labels in a comment; more would hide the code. */
const MAX_LABELS = 60;
