import type { Principal } from '../app.js';
import { SCOPES } from '../database/tables.js';
import { builder } from './builder.js';

export const ScopeEnum = builder.enumType('Scope', {
  description:
    'What a key may do: `PREDICT` reads models and predicts, `TRAIN` also changes datasets and trains, `ADMIN` everything.',
  values: Object.fromEntries(SCOPES.map((scope) => [scope.toUpperCase(), { value: scope }])) as Record<
    'PREDICT' | 'TRAIN' | 'ADMIN',
    { value: (typeof SCOPES)[number] }
  >,
});

const Viewer = builder.objectRef<Principal>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    id: t.exposeString('id', {
      description: '`key:<id>`, `jwt:<subject>`, or `local` where no key is needed.',
    }),
    scopes: t.field({
      type: [ScopeEnum],
      description: 'What it may do.',
      resolve: ({ scopes }) => [...scopes],
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who the service takes this caller for.',
    resolve: (_root, _args, { principal }) => principal,
  }),
);
