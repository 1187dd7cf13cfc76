import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { common, collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Checkbox } from '../../ui/checkbox.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/text-field.js';
import styles from './labels-dialog.module.css';
import { asLabel } from './uploads/plan.js';
import type { LabelChange } from './use-changes.js';

interface Props {
  /** Of each picture, all that it shows. */
  readonly shown: readonly (readonly string[])[];
  /** Of the collection. */
  readonly labels: readonly string[];
  readonly onSave: (change: LabelChange) => void;
  readonly onClose: () => void;
}

/** Asks what pictures show, of several labels; what only some of them show stays so until it is touched. */
export function LabelsDialog({ shown, labels, onSave, onClose }: Props) {
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [text, setText] = useState('');
  const all = [...new Set([...labels, ...touched.keys()])];
  const touch = (label: string, is: boolean) => setTouched(new Map([...touched, [label, is]]));
  const given = (is: boolean) => all.filter((label) => touched.get(label) === is);
  const addNew = () => {
    const label = asLabel(text);
    if (label) touch(label, true);
    setText('');
    return label;
  };
  return (
    <Dialog title={strings.labelsTitle(shown.length)} isOpen onClose={onClose}>
      <fieldset className={styles.labels} aria-label={strings.labels}>
        {all.map((label) => {
          const count = shown.filter((own) => own.includes(label)).length;
          const is = touched.get(label);
          return (
            <Checkbox
              key={label}
              isSelected={is ?? count === shown.length}
              isIndeterminate={is === undefined && count > 0 && count < shown.length}
              onChange={(selected) => touch(label, selected)}
            >
              <bdi>{label}</bdi>
            </Checkbox>
          );
        })}
        {all.length === 0 && <p>{strings.noLabelsYet}</p>}
      </fieldset>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          addNew();
        }}
      >
        <TextField
          label={strings.newLabel}
          placeholder={strings.newLabelHint}
          value={text}
          onChange={setText}
          autoFocus={all.length === 0}
        />
        <Button type="submit" isDisabled={!text.trim()}>
          <Plus aria-hidden /> {strings.addClass}
        </Button>
      </Form>
      <p>
        <Button
          kind="primary"
          onPress={() => {
            // What was typed and not yet added is meant as well.
            const typed = addNew();
            onSave({ add: [...given(true), ...(typed ? [typed] : [])], remove: given(false) });
          }}
        >
          {strings.save}
        </Button>{' '}
        <Button onPress={onClose}>{common.cancel}</Button>
      </p>
    </Dialog>
  );
}
