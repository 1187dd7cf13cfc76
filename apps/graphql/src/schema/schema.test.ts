import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { schema, schemaText } from './schema.js';

const file = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

test('schema.graphql is what the service serves (GRAFT_UPDATE=1 writes it)', async () => {
  if (process.env.GRAFT_UPDATE === '1') await writeFile(file, schemaText());
  expect(await readFile(file, 'utf8')).toBe(schemaText());
});

test('every type, field, argument and value says what it is', () => {
  const silent: string[] = [];
  const relay = /^(Node|PageInfo|\w+(Connection|Edge))$/;
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || relay.test(type.name)) continue;
    if (isScalarType(type) && ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
    const isGenerated =
      /(Input|Payload)$/.test(type.name) || ['Query', 'Mutation', 'Subscription'].includes(type.name);
    if (!type.description && !isGenerated) silent.push(type.name);
    if (isEnumType(type)) continue;
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.description && !['id', 'userErrors', 'node', 'nodes'].includes(field.name))
        silent.push(`${type.name}.${field.name}`);
      for (const argument of 'args' in field ? field.args : []) {
        const isPaging = ['first', 'last', 'after', 'before', 'input', 'id', 'ids'].includes(argument.name);
        if (!argument.description && !isPaging) silent.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  expect(silent).toEqual([]);
});
