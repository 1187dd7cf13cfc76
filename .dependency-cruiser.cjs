// Which way dependencies may point. See ARCHITECTURE.md; `npm run lint` checks it, types included.

/** Folders of core, lowest first; each may import those listed, itself, and the single files beside the folders. */
const CORE = {
  storage: [],
  evaluation: [],
  engine: ['storage'],
  weights: ['storage'],
  augmentation: [],
  data: ['augmentation', 'storage'],
  backbones: ['weights', 'data', 'engine'],
  network: ['backbones', 'weights'],
  'training-graph': ['network'],
  onnx: ['network', 'data'],
  quantization: ['onnx'],
  features: ['augmentation', 'onnx', 'network', 'backbones', 'weights', 'data', 'engine', 'storage'],
  'saved-model': ['onnx', 'weights'],
  'backbone-files': ['saved-model', 'onnx', 'network', 'backbones', 'weights', 'data'],
  bundle: ['network', 'backbones', 'weights', 'data', 'evaluation', 'storage'],
  report: ['bundle', 'evaluation'],
  training: [
    'report',
    'explanation',
    'backbone-files',
    'augmentation',
    'features',
    'training-graph',
    'quantization',
    'onnx',
    'network',
    'backbones',
    'weights',
    'data',
    'engine',
    'evaluation',
    'storage',
    'bundle',
  ],
  prediction: [
    'augmentation',
    'bundle',
    'onnx',
    'network',
    'backbones',
    'weights',
    'data',
    'engine',
    'storage',
    'evaluation',
  ],
  explanation: ['prediction', 'bundle', 'network', 'data', 'engine', 'storage'],
  export: [
    'prediction',
    'bundle',
    'training-graph',
    'onnx',
    'network',
    'backbones',
    'weights',
    'data',
    'engine',
    'storage',
  ],
};
const core = 'packages/core/src';
/** Tests, and what only they use. */
const test = '([.]test[.](ts|mjs)|/test-data/[^/]+[.]ts)$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-is-found',
      comment: 'An import that is not resolved escapes every other rule.',
      severity: 'error',
      from: {},
      // React Aria's packages offer sources too, under the condition that finds ours, but do not ship them all.
      to: { couldNotResolve: true, pathNot: '^react-aria' },
    },
    {
      name: 'packages-know-no-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|infra|tools)/', pathNot: '^tools/testing/' },
    },
    {
      name: 'apps-know-no-other-app',
      comment: 'But `graft serve` and `graft worker` start the service, through its front door.',
      severity: 'error',
      from: {
        path: '^apps/([^/]+)/',
        pathNot: '^apps/cli/src/commands/(serve|worker|keys|migrate|service)[.]ts$',
      },
      to: { path: '^(apps/(?!$1/)|infra/|tools/(?!testing/))' },
    },
    {
      name: 'the-page-knows-the-schema-only',
      comment: 'It runs in browsers; what it needs from Graft comes over GraphQL.',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^(packages|apps/(?!web/)|infra|tools)/' },
    },
    {
      name: 'no-test-helper-in-the-product',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: test },
      to: { path: ['^tools/testing/', test, 'node_modules/(vitest|fast-check)/'] },
    },
    {
      name: 'core-folders-do-not-use-the-front-door',
      severity: 'error',
      from: { path: `^${core}/[^/]+/`, pathNot: test },
      to: { path: `^${core}/index[.]ts$` },
    },
    {
      name: 'core-base-files-know-no-folder',
      comment: 'errors, progress, random, hash: what every folder may use.',
      severity: 'error',
      from: { path: `^${core}/(?!index[.])[^/]+[.]ts$`, pathNot: test },
      to: { path: `^${core}/[^/]+/` },
    },
    {
      name: 'core-folders-are-in-the-table',
      comment: 'A new folder of core says first what it may import.',
      severity: 'error',
      from: { path: `^${core}/(?!(${Object.keys(CORE).join('|')})/)[^/]+/` },
      to: {},
    },
    ...Object.entries(CORE).map(([folder, allowed]) => ({
      name: `core-${folder}`,
      severity: 'error',
      from: { path: `^${core}/${folder}/`, pathNot: test },
      to: { path: `^${core}/(?!(${[folder, ...allowed].join('|')})/)[^/]+/` },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Workspaces by their sources, as the type checker and the tests see them; not by builds that may be absent.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/', '[.]cjs$'] },
  },
};
