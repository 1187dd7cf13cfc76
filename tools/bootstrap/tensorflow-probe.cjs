// Runs in a child process: a broken native library may crash it. Prints what loaded, after it has really computed.
const util = require('node:util');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const tf = require('@tensorflow/tfjs-node');
const product = tf
  .matMul(
    [
      [1, 2],
      [3, 4],
    ],
    [[5], [6]],
  )
  .dataSync();
if (product[0] !== 17 || product[1] !== 39) throw new Error(`a matrix product came out as ${product}`);
process.stdout.write(`TensorFlow ${tf.backend().binding.TF_Version}`);
