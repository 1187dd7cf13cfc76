import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems.js';
import { readinessOf } from './readiness.js';
import { compareInput, DEFAULTS, searchOf, settingsOf, trainInput } from './settings.js';

describe('settings', () => {
  test('that were not touched are neither in the address nor in the request: defaults depend on each other', () => {
    expect(searchOf(DEFAULTS)).toEqual({});
    expect(trainInput('d', DEFAULTS)).toEqual({ dataset: 'd' });
  });

  test('come back from the address as they went there', () => {
    const settings = {
      ...DEFAULTS,
      strategy: 'both',
      from: 'top_conv',
      vary: 'LIGHT',
      units: '9, 8',
    } as const;
    expect(settingsOf(new URLSearchParams(searchOf(settings)))).toEqual(settings);
  });

  test('that nobody offers are the defaults', () => {
    expect(settingsOf(new URLSearchParams('strategy=magic&vary=SNOW&more=1'))).toEqual(DEFAULTS);
  });

  test('become the input of the strategy', () => {
    const settings = {
      ...DEFAULTS,
      from: 'block5_conv1',
      head: 'own',
      units: '256 64',
      dropout: '0.5',
    } as const;
    const head = {
      dense: [
        { units: 256, dropout: 0.5 },
        { units: 64, dropout: 0.5 },
      ],
    };
    expect(trainInput('d', { ...settings, strategy: 'tune' })).toEqual({
      dataset: 'd',
      head,
      strategy: { fineTuning: { from: 'block5_conv1' } },
    });
    expect(compareInput('d', { ...settings, strategy: 'both' })).toEqual({
      dataset: 'd',
      head,
      fineTuning: { from: 'block5_conv1' },
    });
  });

  test.each([
    ['epochs', '0'],
    ['epochs', '2.5'],
    ['epochs', 'many'],
    ['rate', '11'],
    ['seed', '-1'],
  ])('%s %s is refused beside its field', (field, value) => {
    expect(Object.keys(problemsOf({ ...DEFAULTS, [field]: value }))).toEqual([field]);
  });
});

describe('a dataset', () => {
  const dataset = (classes: Record<string, number>, badFileCount = 0) => ({
    id: 'd',
    name: 'pets',
    task: 'SINGLE_LABEL' as const,
    pictureCount: 0,
    badFileCount,
    classes: Object.entries(classes).map(([label, pictures]) => ({ label, pictures })),
  });

  test.each(['MULTI_LABEL', 'REGRESSION'] as const)('of %s needs pictures, whatever they show', (task) => {
    const ofTask = { ...dataset({}), task };
    expect(readinessOf({ ...ofTask, pictureCount: 2 }).obstacle).toMatch(/three pictures/);
    expect(readinessOf({ ...ofTask, pictureCount: 3 })).toMatchObject({ obstacle: undefined, advice: [] });
  });

  test.each([
    [{}, /no pictures yet/],
    [{ cats: 5 }, /only one class, “cats”/],
    [{ cats: 5, dogs: 0 }, /only one class, “cats”/],
    [{ cats: 2, dogs: 1 }, /more than two pictures/],
  ])('%j cannot be trained on', (classes, reason) => {
    expect(readinessOf(dataset(classes)).obstacle).toMatch(reason);
  });

  test('with enough of everything gets no advice', () => {
    expect(readinessOf(dataset({ cats: 30, dogs: 40 }))).toEqual({
      obstacle: undefined,
      advice: [],
      isUnbalanced: false,
    });
  });

  test('that is small, unbalanced or has bad files is told so and can be trained on', () => {
    const { obstacle, advice, isUnbalanced } = readinessOf(dataset({ cats: 90, dogs: 19, owls: 0 }, 2));
    expect(obstacle).toBeUndefined();
    expect(isUnbalanced).toBe(true);
    expect(advice.join('\n')).toMatch(/“owls” has no pictures.*“dogs” has only 19.*4 times.*2 files/s);
  });
});
