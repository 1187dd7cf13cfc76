import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from '../auth/api-keys.js';
import { builder } from './builder.js';
import { mutation } from './mutation.js';
import { ScopeEnum } from './viewer.js';

const ApiKeyType = builder.objectRef<ApiKey>('ApiKey').implement({
  description: 'A key as it is listed; the secret itself is shown once, when it is made.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'The public part, as `graft keys revoke` takes it.' }),
    name: t.exposeString('name', { description: 'Who or what uses it.' }),
    scopes: t.field({
      type: [ScopeEnum],
      description: 'What it may do.',
      resolve: ({ scopes }) => [...scopes],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'To the minute; null when it never was.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is refused.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKeyType],
    description: 'Every key, newest first, revoked ones included.',
    authScopes: { admin: true },
    resolve: (_root, _args, { app }) => listApiKeys(app.db),
  }),
);

mutation('createApiKey', {
  description: 'Makes a key. Its text is in the answer and nowhere else.',
  scope: 'admin',
  input: (t) => ({
    name: t.string({ required: true, description: 'Who or what will use it.' }),
    scopes: t.field({ type: [ScopeEnum], required: true, description: 'What it may do.' }),
  }),
  resolve: ({ name, scopes }, { app }) => createApiKey(app.db, { name, scopes }),
  payload: (t) => ({
    id: t.exposeString('id', { nullable: true, description: 'The public part.' }),
    key: t.exposeString('key', {
      nullable: true,
      description: 'To be sent as `Authorization: Bearer <key>`.',
    }),
  }),
});

mutation('revokeApiKey', {
  description: 'Ends a key; requests with it are refused from now on.',
  scope: 'admin',
  input: (t) => ({ id: t.string({ required: true, description: 'The public part of the key.' }) }),
  resolve: async ({ id }, { app }) => {
    await revokeApiKey(app.db, id);
    return { id };
  },
  payload: (t) => ({
    id: t.exposeString('id', { nullable: true, description: 'The key that was revoked.' }),
  }),
});
