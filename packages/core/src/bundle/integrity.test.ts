import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Storage } from '../storage/types.js';
import { exampleContents } from './example.js';
import { FILES, readPets, refusal, savedExample } from './saved-example.js';
import { writeBundle } from './write-bundle.js';

describe('a changed byte is refused', () => {
  test.each(FILES)('at every position of %s', async (file) => {
    const { storage } = await savedExample();
    const whole = await storage.read(file);
    for (let position = 0; position < whole.length; position++) {
      await storage.write(
        file,
        Uint8Array.from(whole, (byte, i) => (i === position ? byte ^ (1 << (position % 8)) : byte)),
      );
      expect(await refusal(storage), `byte ${position}`).toBe('BUNDLE_CHANGED');
    }
    await storage.write(file, whole);
    expect(await refusal(storage)).toBe('accepted');
  });

  test('whatever it becomes, and so is a file cut short or made longer', async () => {
    const { storage } = await savedExample();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FILES),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (file, at, mask) => {
          const whole = await storage.read(file);
          const position = at % whole.length;
          const changes = [
            Uint8Array.from(whole, (byte, i) => (i === position ? byte ^ mask : byte)),
            whole.slice(0, position),
            Uint8Array.from([...whole, mask]),
          ];
          for (const bytes of changes) {
            await storage.write(file, bytes);
            const error = await readPets(storage).catch((error) => error);
            expect(error).toMatchObject({ code: 'BUNDLE_CHANGED', kind: 'input', details: { file } });
            expect(error.message).toContain(file);
          }
          await storage.write(file, whole);
        },
      ),
    );
  });
});

test('a crash at any step of overwriting leaves the old model, the new one or an incomplete one, never a mixture', async () => {
  const outcomes: string[] = [];
  for (let steps = 0; outcomes.at(-1) !== 'new'; steps++) {
    const { storage } = await savedExample();
    let left = steps;
    const step = <T>(action: () => Promise<T>) =>
      left-- > 0 ? action() : Promise.reject(new Error('crash'));
    const crashing: Storage = {
      ...storage,
      write: (key, bytes) => step(() => storage.write(key, bytes)),
      remove: (key) => step(() => storage.remove(key)),
    };
    await writeBundle(crashing, 'models/pets', exampleContents(2), { overwrite: true }).catch(
      () => undefined,
    );
    outcomes.push(
      await readPets(storage).then(
        ({ weights }) => (weights[0] === exampleContents(2).weights[0] ? 'new' : 'old'),
        ({ code }) => code,
      ),
    );
  }
  expect(outcomes).toEqual(['old', 'BUNDLE_INCOMPLETE', 'BUNDLE_INCOMPLETE', 'BUNDLE_INCOMPLETE', 'new']);
});
