import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type Settings, searchOf, settingsOf } from './settings.js';

export type ChangeSettings = (changes: Partial<Settings>) => void;

/** Settings that live in the address. */
export function useSettings(): [Settings, ChangeSettings] {
  const [search, setSearch] = useSearchParams();
  const settings = useMemo(() => settingsOf(search), [search]);
  const change = useCallback<ChangeSettings>(
    (changes) =>
      setSearch((now) => searchOf({ ...settingsOf(new URLSearchParams(now)), ...changes }), {
        replace: true,
      }),
    [setSearch],
  );
  return [settings, change];
}
