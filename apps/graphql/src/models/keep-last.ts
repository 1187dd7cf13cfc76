import type { Storage } from '@graft/core';

/**
 * Remembers what was read last of things that never change: somebody who looks at a model asks for the same file with every
 * click. Each storage has its own memory, so that tests beside each other do not share one.
 *
 * @param count things that are kept.
 */
export function keepLast<Value>(count: number) {
  const memories = new WeakMap<Storage, Map<string, Promise<Value>>>();
  return (storage: Storage, key: string, read: () => Promise<Value>): Promise<Value> => {
    const memory = memories.get(storage) ?? new Map<string, Promise<Value>>();
    memories.set(storage, memory);
    const value = memory.get(key) ?? read();
    // What was asked for last is the last to go; what failed may work the next time.
    memory.delete(key);
    memory.set(key, value);
    value.catch(() => memory.delete(key));
    const [oldest] = memory.keys();
    if (memory.size > count) memory.delete(oldest!);
    return value;
  };
}
