/** What is filled in. */
export interface SnippetFacts {
  /** `name:version` or `name@alias`, as the API takes it. */
  readonly ref: string;
  /** Of this version: the folder in its download. */
  readonly folder: string;
  readonly task: 'SINGLE_LABEL' | 'MULTI_LABEL' | 'REGRESSION';
  /** Its labels, or what its numbers are. */
  readonly outputs: readonly string[];
  /** The page's own. */
  readonly origin: string;
  /** Whether the server asks for one. */
  readonly needsKey: boolean;
  /** Where the function finds the model. */
  readonly place: string;
}

/** Code that asks one model, by the way in which it does. */
export function snippets({ ref, folder, task, outputs, origin, needsKey, place }: SnippetFacts) {
  const query = `mutation ($input: PredictInput!) {
  predict(input: $input) {
    predictions { ${FIELDS[task]} error { message } }
    userErrors { message }
  }
}`;
  const names = outputs.map((name) => JSON.stringify(name)).join(', ');
  const of =
    names.length > MAX_LABELS ? `${outputs.length} ${task === 'REGRESSION' ? 'numbers' : 'labels'}` : names;
  const shown = { SINGLE_LABEL: `one of ${of}`, MULTI_LABEL: `any of ${of}`, REGRESSION: of }[task];
  return {
    library:
      task === 'SINGLE_LABEL'
        ? `import { loadModel } from '@graft/core/predict';

const model = await loadModel('${folder}');
const [labels] = await model.predict(['photo.jpg'], { topK: 3 });
console.log(labels[0].label, labels[0].probability); // ${shown}`
        : `import { loadTargetModel } from '@graft/core/predict';

const model = await loadTargetModel('${folder}');
const [answer] = await model.predict(['photo.jpg']);
console.log(answer.${task === 'REGRESSION' ? 'values' : 'labels'}); // ${shown}`,

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
console.log(data.predict.predictions[0].${ANSWER[task]}); // ${shown}`,

    lambda: `# the function's setting
GRAFT_MODEL='${place}'

# a picture to its URL
curl --silent "$FUNCTION_URL" --header 'content-type: image/jpeg' --data-binary @photo.jpg`,

    commandLine: `npm run graft -- predict ${folder} photo.jpg`,
  };
}

/** Of a prediction, by task. */
const FIELDS = {
  SINGLE_LABEL: 'label labels { label probability }',
  MULTI_LABEL: 'labels { label probability }',
  REGRESSION: 'values { target value }',
} as const;
const ANSWER = { SINGLE_LABEL: 'label', MULTI_LABEL: 'labels', REGRESSION: 'values' } as const;

/** Characters of labels in a comment; more would hide the code. */
const MAX_LABELS = 60;
