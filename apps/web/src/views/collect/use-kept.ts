import { useState } from 'react';

/** Findings of a collection that were looked at and left as they are; remembered on this device. */
export function useKept(dataset: string): { kept: ReadonlySet<string>; keep: (key: string) => void } {
  const name = `graft-kept-${dataset}`;
  const [kept, setKept] = useState<ReadonlySet<string>>(() => new Set(stored(name)));
  return {
    kept,
    keep(key) {
      const next = new Set([...kept, key]);
      setKept(next);
      localStorage.setItem(name, JSON.stringify([...next]));
    },
  };
}

function stored(name: string): string[] {
  try {
    const keys: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
