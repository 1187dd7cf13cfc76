import type { Engine } from './engine.js';
import type { EnvironmentReport } from './types.js';

type Facts = Omit<EnvironmentReport, 'engine' | 'advice'>;

/** Less than this and VGG-sized networks run out of memory while fine-tuning. */
const COMFORTABLE_MEMORY = 2e9;

/** What to do about what is missing, most important first. */
export function adviceFor(engine: Engine | { readonly problem: string }, facts: Facts): string[] {
  return [...engineAdvice(engine, facts), ...nodeAdvice(facts), ...memoryAdvice(facts)];
}

function engineAdvice(
  engine: Engine | { readonly problem: string },
  { platform, processor }: Facts,
): string[] {
  if ('problem' in engine) return [engine.problem];
  if (engine.name === 'native') return [];
  if (process.env.GRAFT_ENGINE === engine.name) {
    return [`GRAFT_ENGINE asks for ${engine.name}: unset it to use native TensorFlow where it is installed.`];
  }
  const why = engine.missing.join('; ');
  const loses =
    engine.name === 'wasm'
      ? 'feature extraction works, fine-tuning of convolutions does not'
      : 'everything is many times slower';
  return [
    `Native TensorFlow is not in use (${why}), so ${loses}. In a clone of Graft, run \`npm run bootstrap\`; as a dependency, run \`npm rebuild @tensorflow/tfjs-node\`.`,
    ...(platform.endsWith('x64') && processor.features.length > 0 && !processor.features.includes('avx')
      ? ['This processor has no AVX, which TensorFlow needs: WebAssembly is the fastest engine here.']
      : []),
  ];
}

function nodeAdvice({ node }: Facts): string[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return [`Node ${node} is too old: use 20.19 or later, 22 or 24.`];
  return [20, 22, 24].includes(major) ? [] : [`Graft is tested on Node 20, 22 and 24; this is ${node}.`];
}

function memoryAdvice({ memory }: Facts): string[] {
  if (memory.availableBytes >= COMFORTABLE_MEMORY) return [];
  const megabytes = Math.round(memory.availableBytes / 1e6);
  return [`Only ${megabytes} MB of memory are available: use a smaller --batch-size, or a smaller backbone.`];
}
