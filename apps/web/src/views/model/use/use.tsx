import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useQuery } from 'urql';
import { graphql } from '../../../graphql/graphql.js';
import { inWords } from '../../../graphql/in-words.js';
import { useViewer } from '../../../shell/viewer.js';
import { use as strings } from '../../../strings/index.js';
import { Card } from '../../../ui/card.js';
import { Loading } from '../../../ui/loading.js';
import { Problem } from '../../../ui/problem.js';
import { Select } from '../../../ui/select.js';
import tabs from '../model.module.css';
import type { ModelTabProps } from '../tab-props.js';
import { Code } from './code.js';
import { Downloads } from './downloads.js';
import { snippets } from './snippets.js';
import styles from './use.module.css';

const MODEL = graphql(`
  query ModelToUse($ref: String!) {
    model(ref: $ref) {
      id
      name
      version
      task
      labels
      targets
      aliases
      storagePrefix
    }
  }
`);

const STORAGE = graphql(`
  query ModelStorage {
    modelStorage
  }
`);

const WAYS = ['library', 'curl', 'typescript', 'lambda', 'commandLine'] as const;

/** This model in programs of one's own: code to copy, files to download. */
export default function Use({ model: ref }: ModelTabProps) {
  const { hasKey, mayTrain } = useViewer();
  const [{ data, error }] = useQuery({ query: MODEL, variables: { ref } });
  const [{ data: storage }] = useQuery({ query: STORAGE, pause: !mayTrain });
  const [chosen, setChosen] = useState<string>();
  if (error) return <Problem>{inWords(error)}</Problem>;
  if (!data) return <Loading />;

  const { name, version, task, labels, targets, aliases, storagePrefix } = data.model;
  const asked = chosen ?? aliases[0] ?? ref;
  const code = snippets({
    ref: asked,
    folder: `${name}-${version}`,
    task,
    outputs: task === 'REGRESSION' ? targets : labels,
    origin: window.location.origin,
    needsKey: hasKey,
    place: `${storage?.modelStorage ?? 's3://BUCKET'}#${asked === ref ? storagePrefix : asked}`,
  });
  const inFolder = storage && !storage.modelStorage.startsWith('s3://');
  return (
    <>
      <Card title={strings.title}>
        <p className={styles.lead}>{strings.lead}</p>
        {aliases.length > 0 && (
          <div className={styles.choice}>
            <Select
              label={strings.ask}
              choices={[
                ...aliases.map((alias) => ({ id: alias, label: alias, description: strings.alias })),
                { id: ref, label: ref, description: strings.thisVersion },
              ]}
              selectedKey={asked}
              onSelectionChange={(key) => setChosen(String(key))}
            />
          </div>
        )}
        <Tabs>
          <TabList aria-label={strings.ways} className={`${tabs.list} ${styles.ways}`}>
            {WAYS.map((way) => (
              <Tab key={way} id={way} className={tabs.tab}>
                {strings[way].title}
              </Tab>
            ))}
          </TabList>
          {WAYS.map((way) => (
            <TabPanel key={way} id={way} className={styles.panel}>
              <p className={styles.lead}>
                {strings[way].hint} {hasKey && (way === 'curl' || way === 'typescript') && strings.key}
                {way === 'lambda' && !mayTrain && strings.lambda.hidden}
                {way === 'lambda' && inFolder && strings.lambda.folder}
              </p>
              <Code label={strings.code(strings[way].title)}>{code[way]}</Code>
            </TabPanel>
          ))}
        </Tabs>
      </Card>
      <Downloads model={ref} />
      <Card title={strings.storage}>
        <p className={styles.lead}>{strings.storageLead}</p>
        <Code label={strings.storageLead}>{storagePrefix}</Code>
      </Card>
    </>
  );
}
