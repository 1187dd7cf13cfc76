import { EngineError } from '@graft/core/predict';

/** What the zip has in place of TensorFlow, which is several times larger than a function may be. */
export function loadWithTensorFlow(): never {
  throw new EngineError(
    'ENGINE_NO_TENSORFLOW',
    'The model has a layer that ONNX Runtime cannot run, so it needs TensorFlow, which the zip does not hold. Deploy the ' +
      'container image (apps/lambda/Dockerfile) instead.',
  );
}
