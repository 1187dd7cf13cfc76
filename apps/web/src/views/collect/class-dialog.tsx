import { useState } from 'react';
import { ComboBox, Form, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { common, collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import styles from './class-dialog.module.css';

interface Props {
  readonly count: number;
  readonly classes: readonly string[];
  readonly onChoose: (label: string) => void;
  readonly onClose: () => void;
}

/** Asks what pictures show that came without a folder. */
export function ClassDialog({ count, classes, onChoose, onClose }: Props) {
  const [label, setLabel] = useState(classes[0] ?? '');
  return (
    <Dialog title={strings.intoTitle} isOpen onClose={onClose}>
      <p>{strings.intoHint(count)}</p>
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (label.trim()) onChoose(label.trim());
        }}
      >
        <ComboBox
          allowsCustomValue
          autoFocus
          inputValue={label}
          onInputChange={setLabel}
          menuTrigger="focus"
          className={styles.field}
        >
          <Label>{strings.into}</Label>
          <Input className={styles.input} placeholder={strings.newClassHint} />
          <Popover className={styles.popover}>
            <ListBox>
              {classes.map((each) => (
                <ListBoxItem key={each} id={each} textValue={each} className={styles.item}>
                  {each}
                </ListBoxItem>
              ))}
            </ListBox>
          </Popover>
        </ComboBox>
        <p>
          <Button type="submit" kind="primary" isDisabled={!label.trim()}>
            {strings.addClass}
          </Button>{' '}
          <Button onPress={onClose}>{common.cancel}</Button>
        </p>
      </Form>
    </Dialog>
  );
}
