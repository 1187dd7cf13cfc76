export { goldenInput, goldenWeight, uniform } from './goldens.js';
export { shared, sharedTest } from './shared.js';
export { expectNoLeakedTensors } from './tensors.js';
