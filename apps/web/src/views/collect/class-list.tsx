import { Images, Plus, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, Form } from 'react-aria-components';
import { collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/text-field.js';
import styles from './class-list.module.css';
import type { Filter } from './use-pictures.js';

interface Props {
  readonly classes: readonly { readonly label: string; readonly pictures: number }[];
  readonly count: number;
  readonly badCount: number;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** @returns why it was not made; empty when it was. */
  readonly onAdd: ((label: string) => Promise<string>) | undefined;
}

/** The classes with their numbers: what is shown, and where pictures are dropped. */
export function ClassList({ classes, count, badCount, filter, onFilter, onAdd }: Props) {
  const isAll = filter.label === undefined && !filter.bad;
  return (
    <nav aria-label={strings.classes} className={styles.list}>
      <Entry current={isAll} onPress={() => onFilter({ split: filter.split })} count={count}>
        <Images aria-hidden size={18} /> {strings.all}
      </Entry>
      {classes.map(({ label, pictures }) => (
        <Entry
          key={label}
          label={label}
          current={filter.label === label}
          onPress={() => onFilter({ label, split: filter.split })}
          count={pictures}
        >
          <bdi>{label}</bdi>
        </Entry>
      ))}
      {badCount > 0 && (
        <Entry current={filter.bad === true} onPress={() => onFilter({ bad: true })} count={badCount}>
          <TriangleAlert aria-hidden size={18} /> {strings.bad}
        </Entry>
      )}
      {onAdd && <NewClass onAdd={onAdd} />}
    </nav>
  );
}

interface EntryProps {
  /** Files that are dropped here become pictures of it. */
  readonly label?: string;
  readonly current: boolean;
  readonly count: number;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Entry({ label, current, count, onPress, children }: EntryProps) {
  return (
    <div data-drop-label={label}>
      <AriaButton className={styles.entry} aria-current={current ? 'true' : undefined} onPress={onPress}>
        <span className={styles.name}>{children}</span>
        <span className={styles.count}>{count.toLocaleString('en')}</span>
      </AriaButton>
    </div>
  );
}

function NewClass({ onAdd }: { readonly onAdd: (label: string) => Promise<string> }) {
  const [label, setLabel] = useState('');
  const [problem, setProblem] = useState('');
  return (
    <Form
      className={styles.form}
      onSubmit={async (event) => {
        event.preventDefault();
        if (!label.trim()) return;
        const refused = await onAdd(label.trim());
        setProblem(refused);
        if (!refused) setLabel('');
      }}
    >
      <TextField
        label={strings.newClass}
        placeholder={strings.newClassHint}
        value={label}
        onChange={setLabel}
        error={problem || undefined}
      />
      <Button type="submit" isDisabled={!label.trim()}>
        <Plus aria-hidden /> {strings.addClass}
      </Button>
    </Form>
  );
}
