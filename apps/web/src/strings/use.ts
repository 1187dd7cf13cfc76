export const use = {
  title: 'Ask it from a program',
  lead: 'Each of these works as it stands, with a picture of yours in place of photo.jpg.',
  ask: 'Which model to ask',
  thisVersion: 'This version, for good',
  alias: 'Whatever the name points to at the time',
  ways: 'Ways to ask',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser does not let this page copy. Mark the text and copy it.',
  code: (way: string) => `Code: ${way}`,
  key: 'GRAFT_KEY is to hold a key of this server.',
  library: {
    title: 'Library',
    hint: 'In a program of yours, without this server: download the model as Graft below and unzip it beside the program.',
  },
  curl: { title: 'curl', hint: 'Over GraphQL, from any shell.' },
  typescript: { title: 'TypeScript', hint: 'Over GraphQL, from any program that has fetch.' },
  lambda: {
    title: 'AWS Lambda',
    hint: 'The function reads the same storage as this server, and follows aliases while it runs.',
    folder:
      'This server keeps models in a folder of its own; for AWS give it a bucket (GRAFT_STORAGE=s3://…).',
    hidden: 'Your key may not see where models are kept: put your bucket in place of s3://BUCKET.',
  },
  commandLine: {
    title: 'Command line',
    hint: 'In a clone of Graft, without this server: download the model as Graft below and unzip it there.',
  },
  downloads: 'Download',
  downloadsLead:
    'The whole model, from scaled pixels to what it says. Making a file takes some seconds the first time.',
  download: 'Download',
  downloadHalf: '16 bits',
  downloadOf: (format: string, half: boolean) =>
    half ? `Download ${format}, 16 bits` : `Download ${format}`,
  making: (format: string) => `Making ${format}…`,
  formats: {
    GRAFT: ['Graft', 'The saved model itself, for the library, the command line and the function'],
    ONNX: ['ONNX', 'One file, for ONNX Runtime in any language'],
    TFJS: ['TensorFlow.js', 'For browsers and Node, zip'],
    KERAS: ['Keras', 'One file, for Python'],
    SAVEDMODEL: ['SavedModel', 'For TensorFlow Serving, zip'],
    SAFETENSORS: ['safetensors', 'Weights and layers, zip'],
  } as const,
  storage: 'In storage',
  storageLead: 'Where its files are below the server’s storage:',
};
