import { useQuery } from 'urql';
import { inWords } from '../../../graphql/in-words.js';
import { Loading } from '../../../ui/loading.js';
import { Problem } from '../../../ui/problem.js';
import type { ModelTabProps } from '../tab-props.js';
import { Accuracy } from './accuracy.js';
import { Calibration } from './calibration.js';
import { Comparison } from './comparison.js';
import { Confusion } from './confusion.js';
import { FeatureMap } from './feature-map.js';
import { LabelsResult } from './labels-result.js';
import { Mistakes } from './mistakes.js';
import { NumbersResult } from './numbers-result.js';
import { PerClass } from './per-class.js';
import { givesOneLabel, UNDERSTAND } from './understand-query.js';

/** How good a model is, what it gets wrong and why. */
export default function Understand({ model: ref }: ModelTabProps) {
  const [{ data, error }] = useQuery({ query: UNDERSTAND, variables: { ref } });
  if (!data) return error ? <Problem>{inWords(error)}</Problem> : <Loading />;
  const { model } = data;
  const { multiLabelMetrics, regressionMetrics } = model;
  if (multiLabelMetrics) return <LabelsResult model={model} metrics={multiLabelMetrics} />;
  if (regressionMetrics) return <NumbersResult model={model} metrics={regressionMetrics} />;
  if (!givesOneLabel(model)) return null;
  const dataset = model.dataset ?? undefined;
  const known = dataset ? dataset.classes.map(({ label }) => label) : [];
  const relabelling = dataset && { dataset: dataset.id, labels: [...new Set([...model.labels, ...known])] };
  return (
    <>
      <Accuracy model={model} />
      {model.job.parent && <Comparison of={model.job.parent} here={ref} />}
      <Confusion
        model={ref}
        labels={model.labels}
        counts={model.metrics.confusion}
        relabelling={relabelling}
      />
      <Mistakes model={ref} relabelling={relabelling} />
      <FeatureMap model={ref} labels={model.labels} relabelling={relabelling} />
      {model.calibration && <Calibration calibration={model.calibration} />}
      <PerClass rows={model.metrics.perClass} />
    </>
  );
}
