import { useState } from 'react';
import { Form } from 'react-aria-components';
import { common, collect as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/text-field.js';

interface Props {
  readonly title: string;
  readonly name: string;
  readonly hint?: string;
  /** @returns why not; empty when it was done. */
  readonly onSave: (name: string) => Promise<string>;
  readonly onClose: () => void;
}

/** Asks for another name. */
export function NameDialog({ title, name, hint, onSave, onClose }: Props) {
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState('');
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form
        onSubmit={async (event) => {
          event.preventDefault();
          const refused = await onSave(text.trim());
          if (refused) setProblem(refused);
          else onClose();
        }}
      >
        <TextField
          label={strings.name}
          value={text}
          onChange={setText}
          error={problem || undefined}
          autoFocus
          {...(hint && { description: hint })}
        />
        <p>
          <Button type="submit" kind="primary" isDisabled={!text.trim()}>
            {strings.save}
          </Button>{' '}
          <Button onPress={onClose}>{common.cancel}</Button>
        </p>
      </Form>
    </Dialog>
  );
}
