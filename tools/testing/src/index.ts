export { goldenInput, goldenWeight, uniform } from './goldens.js';
export { drawShapes, shapesPicture } from './shapes.js';
export { shared, sharedTest } from './shared.js';
export { expectNoLeakedTensors } from './tensors.js';
