import type { FunctionDef, MetaGraphDef, NodeDef } from './messages.js';

/** An operation's output. */
export interface Ref {
  readonly node: string;
  readonly output: number;
}

/** An operation of a graph without function calls. */
export interface FlatNode {
  /** Its own name; with those of the calls around it where another node has it too. */
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Ref[];
  readonly attr: NodeDef['attr'];
}

export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  /** Where a tensor named as signatures name it, `node:0`, comes from once calls are gone. */
  resolve(tensor: string): Ref;
}

const CALLS = ['PartitionedCall', 'StatefulPartitionedCall'];
/** Functions may call each other so that a small file unfolds without end. */
const MAX_NODES = 500_000;
const MAX_DEPTH = 100;

/**
 * What the operation `root` needs, with every function call replaced by the function's body. Order that is only asked for
 * (`^node`) is followed to find operations and otherwise left out: nothing here writes what something else reads.
 *
 * @throws an error that says what is wrong.
 */
export function flattenGraph({ graphDef }: MetaGraphDef, root: string): FlatGraph {
  const top = new Map(graphDef?.node.map((node) => [node.name, node]));
  const functions = new Map(graphDef?.library?.function.map((one) => [one.signature?.name ?? '', one]));
  const nodes = new Map<string, FlatNode>();
  const aliases = new Map<string, Ref>();
  const taken = new Set<string>();

  /** A graph or a function's body: names in it -> names in the flat graph. */
  interface Body {
    readonly prefix: string;
    readonly depth: number;
    readonly names: Map<string, { flat: string; node: NodeDef }>;
    readonly args: ReadonlyMap<string, Ref>;
  }

  const waiting = [enter(reachable(top, root), '', 0, new Map())];
  for (let body = waiting.pop(); body; body = waiting.pop()) {
    for (const { flat, node } of body.names.values()) {
      const inputs = node.input.filter((input) => !input.startsWith('^')).map((input) => refIn(body, input));
      if (!CALLS.includes(node.op)) {
        nodes.set(flat, { name: flat, op: node.op, inputs, attr: node.attr });
      } else waiting.push(call(flat, node, inputs, body.depth + 1));
    }
  }

  function enter(list: Iterable<NodeDef>, prefix: string, depth: number, args: Body['args']): Body {
    const names: Body['names'] = new Map();
    for (const node of list) {
      const flat = taken.has(node.name) ? `${prefix}/${node.name}` : node.name;
      if (names.has(node.name) || taken.has(flat)) throw new Error(`it has two operations "${flat}"`);
      if (taken.size >= MAX_NODES) throw new Error(`its functions unfold to over ${MAX_NODES} operations`);
      taken.add(flat);
      names.set(node.name, { flat, node });
    }
    return { prefix, depth, names, args };
  }

  function call(flat: string, node: NodeDef, inputs: readonly Ref[], depth: number): Body {
    const name = node.attr.f?.func?.name ?? '';
    const definition = functions.get(name);
    if (!definition) throw new Error(`operation "${flat}" calls the function "${name}", which is not there`);
    if (depth > MAX_DEPTH) throw new Error(`its functions call each other ${depth} levels deep`);
    const { inputArg, outputArg } = signatureOf(definition);
    if (inputArg.length !== inputs.length) {
      throw new Error(`operation "${flat}" gives ${inputs.length} of ${inputArg.length} arguments`);
    }
    const body = enter(
      definition.nodeDef,
      flat,
      depth,
      new Map(inputArg.map((arg, i) => [arg.name, inputs[i]!])),
    );
    outputArg.forEach((arg, i) => {
      aliases.set(`${flat}:${i}`, refIn(body, definition.ret[arg.name] ?? ''));
    });
    return body;
  }

  function refIn({ names, args }: Body, input: string): Ref {
    const [name = '', ...rest] = input.split(':');
    const arg = args.get(name);
    if (arg) return arg;
    const found = names.get(name);
    if (!found) throw new Error(`something reads the operation "${name}", which is not there`);
    const index = Number(rest.at(-1) ?? 0);
    if (!Number.isInteger(index) || index < 0) throw new Error(`something reads "${input}"`);
    // Outputs that have names of their own are counted from the first on.
    const isLater = found.node.op.startsWith('FusedBatchNorm') && rest.length === 2 && rest[0] !== 'y';
    return { node: found.flat, output: isLater ? 1 : index };
  }

  function follow(ref: Ref): Ref {
    let end = ref;
    for (let steps = 0; ; steps++) {
      const next = aliases.get(`${end.node}:${end.output}`);
      if (!next) return end;
      if (steps > aliases.size) throw new Error(`the call "${ref.node}" gives what it is given`);
      end = next;
    }
  }

  for (const [name, node] of nodes) nodes.set(name, { ...node, inputs: node.inputs.map(follow) });
  return {
    nodes,
    resolve(tensor) {
      const [node = '', output = '0'] = tensor.split(':');
      return follow({ node, output: Number(output) });
    },
  };
}

function reachable(top: ReadonlyMap<string, NodeDef>, root: string): Iterable<NodeDef> {
  const found = new Map<string, NodeDef>();
  const waiting = [root];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const node = top.get(name);
    if (!node) throw new Error(`something reads the operation "${name}", which is not there`);
    found.set(name, node);
    waiting.push(...node.input.map((input) => input.replace(/^\^/, '').split(':')[0]!));
  }
  return found.values();
}

function signatureOf({ signature }: FunctionDef) {
  return { inputArg: signature?.inputArg ?? [], outputArg: signature?.outputArg ?? [] };
}

/** What `end` is computed from, each operation after those it reads. @throws an error where something reads itself. */
export function inOrder({ nodes }: FlatGraph, end: string): FlatNode[] {
  const order: FlatNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const waiting = [end];
  while (waiting.length > 0) {
    const name = waiting.at(-1)!;
    const node = nodes.get(name);
    if (!node) throw new Error(`something reads the operation "${name}", which is not there`);
    if (state.has(name)) {
      waiting.pop();
      if (state.get(name) === 'open') order.push(node);
      state.set(name, 'done');
      continue;
    }
    state.set(name, 'open');
    for (const { node: input } of node.inputs) {
      if (state.get(input) === 'open') throw new Error(`the operation "${input}" reads its own output`);
      if (!state.has(input)) waiting.push(input);
    }
  }
  return order;
}
