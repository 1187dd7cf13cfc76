import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useMutation, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { inWords } from '../../graphql/in-words.js';
import { start as strings } from '../../strings/index.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/problem.js';
import { RadioGroup } from '../../ui/radio-group.js';
import { TextField } from '../../ui/text-field.js';
import styles from './new-collection.module.css';
import { CREATE_COLLECTION, FOLDERS } from './queries.js';

const TASKS = ['SINGLE_LABEL', 'MULTI_LABEL', 'REGRESSION'] as const;
type Task = (typeof TASKS)[number];

/** Makes a collection, empty or from a folder that the server can read, and goes there. */
export function NewCollection() {
  const [, navigate] = useLocation();
  const [{ fetching }, create] = useMutation(CREATE_COLLECTION);
  const [{ data: allowed }] = useQuery({ query: FOLDERS });
  const [name, setName] = useState('');
  const [folder, setFolder] = useState('');
  const [task, setTask] = useState<Task>('SINGLE_LABEL');
  const [problem, setProblem] = useState<{ readonly text: string; readonly at: string }>();
  const roots = allowed?.collectingLimits.folders ?? [];
  const wrong = (field: string) => (problem?.at === field ? problem.text : undefined);

  const submit = async () => {
    const source = folder.trim() ? { folder: folder.trim() } : null;
    const { data, error } = await create({ input: { name: name.trim(), source, task } });
    const id = data?.createDataset.dataset?.id;
    if (id) return navigate(`/datasets/${id}`);
    const [refused] = data?.createDataset.userErrors ?? [];
    setProblem({
      text: refused?.message ?? (error ? inWords(error) : ''),
      at: refused?.field?.at(-1) ?? '',
    });
  };

  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void submit();
      }}
    >
      <h3>{strings.new}</h3>
      <TextField
        label={strings.name}
        placeholder={strings.nameHint}
        value={name}
        onChange={setName}
        error={wrong('name')}
      />
      <details className={styles.more}>
        <summary>
          {strings.task}: {strings.tasks[task].short}
        </summary>
        <RadioGroup
          aria-label={strings.task}
          choices={TASKS.map((id) => ({ id, ...strings.tasks[id] }))}
          value={task}
          onChange={setTask}
        />
      </details>
      {roots.length > 0 && (
        <details className={styles.more}>
          <summary>{strings.fromFolder}</summary>
          <TextField
            label={strings.folder}
            description={strings.folderHint(roots.join(', '))}
            value={folder}
            onChange={setFolder}
            error={wrong('folder')}
          />
        </details>
      )}
      {problem && problem.at !== 'name' && problem.at !== 'folder' && <Problem>{problem.text}</Problem>}
      <Button type="submit" kind="primary" isDisabled={!name.trim() || fetching}>
        <Plus aria-hidden /> {strings.create}
      </Button>
    </Form>
  );
}
