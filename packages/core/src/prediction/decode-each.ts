import type { Decoder } from '../data/types.js';
import { ImageError } from '../errors.js';
import { asPicture, type PredictionInput } from './prediction-input.js';

/** Each picture's pixels, or why there are none, in order. The machine's trouble is no picture's: it is thrown. */
export function decodeEach(
  decoder: Decoder<Uint8Array>,
  inputs: readonly PredictionInput[],
): Promise<(Uint8Array | ImageError)[]> {
  return Promise.all(inputs.map(async (input) => decoder.decode(await asPicture(input)).catch(imageError)));
}

/** @throws ImageError naming the first picture that could not be decoded. */
export function requireAll<Answer>(answers: readonly (Answer | ImageError)[]): Answer[] {
  return answers.map((answer) => {
    if (answer instanceof ImageError) throw answer;
    return answer;
  });
}

function imageError(error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  throw error;
}
