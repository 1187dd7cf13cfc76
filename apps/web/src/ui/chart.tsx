import { useEffect, useRef } from 'react';
import type { View } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import styles from './chart.module.css';

interface Props {
  /** What it shows, in a sentence, for those who do not see it; its numbers stand beside it as a table. */
  readonly label: string;
  /** Vega-Lite on the data named `table`. The same object as long as the drawing is the same. */
  readonly spec: TopLevelSpec;
  /** What is drawn. Rows that stay the same objects are not drawn again. */
  readonly rows: readonly object[];
}

/** A chart in the page's colours, as wide as its place. */
export function Chart({ label, spec, rows }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const newest = useRef(rows);
  const update = useRef<() => void>(undefined);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let view: View | undefined;
    let gone = false;
    // The libraries that draw are larger than the rest of the page.
    void import('./draw-chart.js').then(async ({ openView, showRows }) => {
      if (gone) return;
      const opened = await openView(element, spec);
      if (gone) return void opened.finalize();
      view = opened;
      let drawn: readonly object[] = [];
      update.current = () => {
        showRows(opened, drawn, newest.current);
        drawn = newest.current;
      };
      update.current();
    });
    return () => {
      gone = true;
      update.current = undefined;
      view?.finalize();
    };
  }, [spec]);

  useEffect(() => {
    newest.current = rows;
    update.current?.();
  }, [rows]);

  return (
    <div role="img" aria-label={label} className={styles.chart}>
      {/* Vega gives what it draws into a role of its own. */}
      <div ref={place} aria-hidden />
    </div>
  );
}
