import { lazy, Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useQuery } from 'urql';
import { useParams } from 'wouter';
import { graphql } from '../../graphql/graphql.js';
import { Unavailable } from '../../shell/unavailable.js';
import { model as strings } from '../../strings/index.js';
import { Loading } from '../../ui/loading.js';
import { Page } from '../../ui/page.js';
import { Toasts } from '../../ui/toasts.js';
import styles from './model.module.css';

const TABS = [
  { id: 'understand', text: strings.understand, View: lazy(() => import('./understand/understand.js')) },
  { id: 'predict', text: strings.predict, View: lazy(() => import('./predict/predict.js')) },
  { id: 'use', text: strings.use, View: lazy(() => import('./use/use.js')) },
];

const MODEL = graphql(`
  query ModelHead($ref: String!) {
    model(ref: $ref) {
      id
      name
      version
      aliases
      task
      labels
      targets
      strategy
      backbone
    }
  }
`);

/** One version of a model: how good it is, asking it, and taking it along. */
export default function Model() {
  const { name = '', version = '', tab = 'understand' } = useParams();
  const ref = `${name}:${version}`;
  const [{ data, error }, ask] = useQuery({ query: MODEL, variables: { ref } });
  if (!data) return <Unavailable error={error} again={ask} />;
  const { model } = data;
  const place = `/models/${encodeURIComponent(name)}/${version}`;
  return (
    <Page
      title={model.name}
      lead={strings.lead(model)}
      actions={
        <p className={styles.version}>
          {[strings.version(model.version), ...model.aliases].map((text) => (
            <span key={text} className={styles.badge}>
              {text}
            </span>
          ))}
        </p>
      }
    >
      <Tabs selectedKey={tab} keyboardActivation="manual" className={styles.tabs}>
        <TabList aria-label={strings.tabs} className={styles.list}>
          {TABS.map(({ id, text }) => (
            <Tab key={id} id={id} href={`${place}/${id}`} className={styles.tab}>
              {text}
            </Tab>
          ))}
        </TabList>
        {TABS.map(({ id, View }) => (
          <TabPanel key={id} id={id} className={styles.panel}>
            <Suspense fallback={<Loading />}>
              <View model={ref} />
            </Suspense>
          </TabPanel>
        ))}
      </Tabs>
      <Toasts />
    </Page>
  );
}
