import { describe, expect, test } from 'vitest';
import { allowedModel, modelPlace } from './model-place.js';

describe('a model’s place', () => {
  test.each([
    ['s3://bucket/models/pets/3', 's3://bucket', { prefix: 'models/pets/3' }],
    ['s3://bucket/team/models/pets/3', 's3://bucket/team', { prefix: 'models/pets/3' }],
    ['s3://bucket/pets', 's3://bucket/pets', { prefix: '' }],
    ['s3://models/pets', 's3://models/pets', { prefix: '' }],
    ['s3://bucket#pets@prod', 's3://bucket', { name: 'pets', alias: 'prod' }],
    ['s3://bucket/team/#pets@prod', 's3://bucket/team', { name: 'pets', alias: 'prod' }],
    ['s3://bucket/team#some/where', 's3://bucket/team', { prefix: 'some/where' }],
    ['/opt/models/pets', '/opt', { prefix: 'models/pets' }],
    ['/opt/pets', '/opt/pets', { prefix: '' }],
  ])('%s', (text, root, target) => {
    expect(modelPlace(text)).toEqual({ text, root, target });
  });

  test.each(['', '#pets@prod', 's3://bucket#', 's3://bucket#a@b@c', 's3://bucket#@prod', 's3://b#a#b'])(
    '%j is none',
    (text) => {
      expect(() => modelPlace(text)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    },
  );
});

describe('the allow-list', () => {
  test.each([
    ['s3://bucket/models/pets/3', 'pets/3', 's3://bucket/models/pets/3'],
    ['s3://bucket/models/pets/3', 's3://bucket/models/pets/3', 's3://bucket/models/pets/3'],
    ['s3://bucket#pets@prod', 'pets@prod', 's3://bucket#pets@prod'],
    ['animals=s3://bucket/models/pets/3', 'animals', 's3://bucket/models/pets/3'],
    ['s3://bucket/models/*', 'pets/3', 's3://bucket/models/pets/3'],
    ['s3://bucket/models/*', 'pets', 's3://bucket/models/pets'],
    ['s3://bucket#*@prod', 'pets@prod', 's3://bucket#pets@prod'],
    ['tenant-*=s3://bucket#*@prod', 'tenant-1', undefined],
  ])('%s lets %s have %s', (entry, name, place) => {
    if (place === undefined) return expect(() => allowedModel(entry)).toThrow();
    expect(allowedModel(entry).placeOf(name)?.text).toBe(place);
  });

  test.each([
    ['s3://bucket/models/*', '../secret'],
    ['s3://bucket/models/*', 'pets/../../x'],
    ['s3://bucket/models/*', 'a/b/c'],
    ['s3://bucket/models/*', 'pets#x@y'],
    ['s3://bucket#*@prod', 'pets@test'],
    ['s3://bucket/models/pets.1', 'petsx1'],
  ])('%s does not let %s through', (entry, name) => {
    expect(allowedModel(entry).placeOf(name)).toBeUndefined();
  });
});
