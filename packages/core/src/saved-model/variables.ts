import type { Checkpoint } from './checkpoint.js';
import { type FlatGraph, type FlatNode, flattenGraph, type Ref } from './flatten-graph.js';
import type { MetaGraphDef } from './messages.js';
import { type Constant, readTensorProto } from './tensor.js';

/** The value of a variable, by the operation that stands for it. @throws an error where it has none. */
export type Variables = (handle: FlatNode) => Constant;

/** Operations that give what they are given. */
const PASS = ['Identity', 'Cast'];

/**
 * Which variable has which value: what TensorFlow's own loader does by running the operation that restores the model, whose
 * assignments say which key of the checkpoint goes into which variable. A variable that it leaves out is looked up by its
 * shared name, as TensorFlow 1 stored it.
 */
export function variablesOf(graph: MetaGraphDef, checkpoint: Checkpoint): Variables {
  const restore = graph.saverDef?.restoreOpName;
  const keys = restore
    ? keysByVariable(flattenGraph(graph, restore.split(':')[0]!))
    : new Map<string, string>();
  const copies = copiesOf(graph);
  return ({ name, attr }) => {
    const shared = attr.shared_name?.s ? Buffer.from(attr.shared_name.s).toString() : name;
    const value = checkpoint(keys.get(name) ?? keys.get(copies.get(name) ?? '') ?? shared);
    if (!value) throw new Error(`its variables hold no value for "${name}"`);
    return value;
  };
}

/**
 * Variable -> another one that starts with its value. `tf.saved_model.save` makes such copies of the variables of Keras 3 and
 * restores the copies, while the network reads the originals.
 */
function copiesOf({ graphDef }: MetaGraphDef): Map<string, string> {
  const top = new Map(graphDef?.node.map((node) => [node.name, node]));
  const copies = new Map<string, string>();
  for (const { op, input } of top.values()) {
    const [copy, value] = input;
    const read = op === 'AssignVariableOp' ? top.get(value ?? '') : undefined;
    if (copy && read?.op === 'ReadVariableOp' && read.input[0]) copies.set(read.input[0], copy);
  }
  return copies;
}

function keysByVariable({ nodes }: FlatGraph): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { op, inputs } of nodes.values()) {
    if (op !== 'AssignVariableOp' && op !== 'Assign') continue;
    const [variable, value] = inputs.map((input) => source(nodes, input));
    const restore = value && nodes.get(value.node);
    if (!variable || restore?.op !== 'RestoreV2') continue;
    const names = nodes.get(restore.inputs[1]?.node ?? '')?.attr.value?.tensor;
    const key = names && readTensorProto(names).data[value!.output];
    if (typeof key === 'string') keys.set(variable.node, key);
  }
  return keys;
}

function source(nodes: FlatGraph['nodes'], ref: Ref): Ref {
  let end = ref;
  for (let steps = 0; steps < nodes.size; steps++) {
    const node = nodes.get(end.node);
    if (!node || !PASS.includes(node.op) || !node.inputs[0]) return end;
    end = node.inputs[0];
  }
  return end;
}
