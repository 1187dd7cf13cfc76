import { memoryStorage } from '../storage/memory-storage.js';
import { train } from './train.js';
import type { TrainOptions } from './types.js';

/** For tests: the trained weights as bytes. */
export async function weightsAfter(options: TrainOptions): Promise<Buffer> {
  const result = await train(options);
  const storage = memoryStorage();
  await result.save(storage, 'model');
  result.dispose();
  return Buffer.from(await storage.read('model/weights.safetensors'));
}
